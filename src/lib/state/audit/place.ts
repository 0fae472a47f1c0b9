/** Where a person is in an audit, and what they have typed there: found again after a flat battery. */
import { keepDraft, readDraft, type LocalDatabase } from '$lib/local-db';
import * as v from 'valibot';

const Kept = v.object({
	/** `answerKey` of the item in hand; null before the first. */
	key: v.nullable(v.string()),
	/** The summary is on the screen. */
	isEnding: v.boolean(),
	/** Times round that were begun and have no answer yet, by section. */
	opened: v.array(v.tuple([v.string(), v.number()])),
	/** Machines that were scanned on a walk, by their ids. */
	scanned: v.array(v.string()),
	/** By `answerKey`: typed, and not an answer yet. */
	typed: v.record(v.string(), v.string()),
	/** The summary, as far as it is written. */
	summary: v.string()
});
export type Kept = v.InferOutput<typeof Kept>;

export const AT_THE_START: Kept = { key: null, isEnding: false, opened: [], scanned: [], typed: {}, summary: '' };

/** Ids are free of slashes: no person's photo in hand is ever found under such a key. */
const rowOf = (personId: string, auditId: string) => `audit/${personId}/${auditId}`;

export async function readPlace(database: LocalDatabase, personId: string, auditId: string): Promise<Kept> {
	const row = await readDraft(database, rowOf(personId, auditId));
	const parsed = v.safeParse(Kept, row?.state);
	return parsed.success ? parsed.output : AT_THE_START;
}

/** @throws StorageFull, StorageFailed */
export async function keepPlace(
	database: LocalDatabase,
	personId: string,
	auditId: string,
	state: Kept
): Promise<void> {
	const at = new Date().toISOString();
	await keepDraft(database, { personId: rowOf(personId, auditId), capture: null, viewIndex: 0, state, at });
}
