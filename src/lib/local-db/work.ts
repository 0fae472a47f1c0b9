/**
 * Work that takes more than one photo, such as a fault that is being reported: one of a kind for each person, kept beside the photo in
 * hand with the files that belong to it. Nothing of it is sent before it is put on record.
 */
import type { LocalDatabase } from './database';
import type { StoredPhoto } from './schema';
import { withRoom } from './with-room';

export type WorkKind = 'maintain';

/** What was begun, in the form that the kind of work gave it, and its photos and sounds in the order they were taken. */
export interface Work {
	state: unknown;
	files: StoredPhoto[];
}

/** Ids are free of slashes, so no person's photo in hand is ever found under such a key. */
const keyOf = (kind: WorkKind, personId: string) => `${kind}/${personId}`;
const fileKeyOf = (kind: WorkKind, personId: string, sha256: string) => `${keyOf(kind, personId)}/${sha256}`;
/** Sorts after every hash. */
const LAST = '\uffff';

export async function readWork({ drafts }: LocalDatabase, kind: WorkKind, personId: string): Promise<Work | null> {
	const key = keyOf(kind, personId);
	const [work, files] = await Promise.all([
		drafts.get(key),
		drafts.where('personId').between(`${key}/`, `${key}/${LAST}`).toArray()
	]);
	if (!work) return null;
	files.sort((one, other) => one.at.localeCompare(other.at));
	// Written by this file alone, in this app's own database.
	return { state: work.state, files: files.map(({ state }) => state as StoredPhoto) };
}

/** @throws StorageFull, StorageFailed */
export async function keepWork(
	database: LocalDatabase,
	kind: WorkKind,
	personId: string,
	state: unknown,
	at: string
): Promise<void> {
	const row = { personId: keyOf(kind, personId), capture: null, viewIndex: 0, state, at };
	await withRoom(database, 0, () => database.drafts.put(row));
}

/** @throws StorageFull, StorageFailed */
export async function keepWorkFile(
	database: LocalDatabase,
	kind: WorkKind,
	personId: string,
	file: StoredPhoto
): Promise<void> {
	const personKey = fileKeyOf(kind, personId, file.sha256);
	const row = { personId: personKey, capture: null, viewIndex: 0, state: file, at: file.takenAt };
	await withRoom(database, file.bytes, () => database.drafts.put(row));
}

export async function dropWorkFile(
	{ drafts }: LocalDatabase,
	kind: WorkKind,
	personId: string,
	sha256: string
): Promise<void> {
	await drafts.delete(fileKeyOf(kind, personId, sha256));
}

/** The work and its files; what was put on record is elsewhere. */
export async function dropWork(database: LocalDatabase, kind: WorkKind, personId: string): Promise<void> {
	await database.drafts.delete(keyOf(kind, personId));
	await dropWorkFiles(database, kind, personId);
}

/** Lets go of the files alone: they are on record now. */
export async function dropWorkFiles({ drafts }: LocalDatabase, kind: WorkKind, personId: string): Promise<void> {
	const key = keyOf(kind, personId);
	await drafts.where('personId').between(`${key}/`, `${key}/${LAST}`).delete();
}
