/** What a person has begun and not decided: theirs alone, and found again after a restart. */
import type { LocalDatabase } from './database';
import { storageError } from './errors';
import type { Draft } from './schema';

export async function readDraft(database: LocalDatabase, personId: string): Promise<Draft | null> {
	return (await database.drafts.get(personId)) ?? null;
}

/** @throws StorageFull, StorageFailed */
export async function keepDraft(database: LocalDatabase, draft: Draft): Promise<void> {
	try {
		await database.drafts.put(draft);
	} catch (error) {
		throw storageError(error);
	}
}

/** Photos, by their SHA-256, that somebody has taken and not decided about: they must be there after a restart. */
export async function photosInHand(database: LocalDatabase): Promise<Set<string>> {
	const drafts = await database.drafts.toArray();
	return new Set(drafts.flatMap(({ capture }) => capture?.photo.sha256 ?? []));
}

/** Of captures that have been decided, whoever had them in hand. There are as many drafts as people at this tablet. */
export async function endDrafts(database: LocalDatabase, decided: ReadonlySet<string>): Promise<void> {
	await database.drafts.filter(({ capture }) => capture !== null && decided.has(capture.id)).delete();
}

export async function dropDraft(database: LocalDatabase, personId: string): Promise<void> {
	await database.drafts.delete(personId);
}
