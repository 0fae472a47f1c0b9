/** What was said on this tablet about cases and is not in their documents yet: the newest word on them, with or without a network. */
import type { Entry, EntryType } from '$lib/domain/ledger';
import { casePosition, readCases, type LocalDatabase } from '$lib/local-db';

export interface OwnWord {
	/** In the order they were said, without what was taken back. */
	entries: readonly Entry[];
	/** The case's document when the first of them was said: a later one holds them. */
	position: number;
	/** How many people decide the case, none knowing what another said. */
	readers: number;
}

/** By the ids of the suggestions. */
export type OwnWords = ReadonlyMap<string, OwnWord>;

const SPOKEN: readonly EntryType[] = [
	'call.committed',
	'decision.made',
	'decision.withdrawn',
	'comment.made',
	'approval.given',
	'approval.refused',
	'veto.made'
];
/** Those that leave somebody with nothing more to answer. */
const ANSWERS: readonly EntryType[] = ['decision.made', 'approval.given', 'approval.refused', 'veto.made'];

/** Reads what waits to be sent; `before` is what was known so far: what has been sent since stays until the case's document has changed. */
export async function readOwnWords(database: LocalDatabase, before: OwnWords): Promise<OwnWords> {
	const { outbox, entries: stored } = database;
	const seqs = await outbox
		.where('type')
		.anyOf([...SPOKEN])
		.primaryKeys();
	// Everything in this table was sealed by this app's own code.
	const unsent = (await stored.bulkGet(seqs)).flatMap((row) => (row ? [row.entry as Entry] : []));
	const words = groupWords(unsent);
	const found = new Map<string, OwnWord>();
	for (const [id, entries] of words) {
		found.set(id, { ...(before.get(id) ?? (await standingOf(database, id))), entries });
	}
	for (const [id, word] of before) {
		if (!found.has(id) && (await isSettling(database, id, word))) found.set(id, word);
	}
	return found;
}

/** What was just said counts before it has been read again. */
export async function withNewWords(
	database: LocalDatabase,
	before: OwnWords,
	said: readonly Entry[]
): Promise<OwnWords> {
	const known = [...before.values()].flatMap(({ entries }) => entries);
	const words = new Map<string, OwnWord>();
	for (const [id, entries] of groupWords([...known, ...said])) {
		words.set(id, { ...(before.get(id) ?? (await standingOf(database, id))), entries });
	}
	return words;
}

/** Cases with nothing more to answer for this person: they have, or one answer is enough and somebody gave it here. */
export function answeredFor(words: OwnWords, personId: string | null): Set<string> {
	const answered = [...words].filter(([, word]) => wordsFor(word, personId).some(({ type }) => ANSWERS.includes(type)));
	return new Set(answered.map(([id]) => id));
}

/** What this person may know of it: where two people read a case on the same tablet, only what they said themselves. */
export function wordsFor({ entries, readers }: OwnWord, personId: string | null): readonly Entry[] {
	return readers < 2 ? entries : entries.filter(({ actor }) => actor.personId === personId);
}

function groupWords(entries: readonly Entry[]): Map<string, Entry[]> {
	const withdrawn = new Set(
		entries.flatMap(({ type, body }) => (type === 'decision.withdrawn' ? [body.decisionId] : []))
	);
	const words = new Map<string, Entry[]>();
	for (const entry of entries) {
		if (entry.type === 'decision.withdrawn' || !('suggestionId' in entry.body)) continue;
		if (entry.type === 'decision.made' && withdrawn.has(entry.body.id)) continue;
		const id = entry.body.suggestionId;
		words.set(id, [...(words.get(id) ?? []), entry]);
	}
	return words;
}

async function standingOf(database: LocalDatabase, suggestionId: string): Promise<Omit<OwnWord, 'entries'>> {
	const [summary] = await readCases(database, [suggestionId]);
	// Handed over or disputed, it is one person's to settle, who sees what all the others said.
	const readers = summary?.state === 'open' ? (summary.readers?.needed ?? 1) : 1;
	return { position: await positionOf(database, suggestionId), readers };
}

async function positionOf(database: LocalDatabase, suggestionId: string): Promise<number> {
	return (await casePosition(database, suggestionId)) ?? 0;
}

/** Sent, and the document that holds it has not come yet; what the server keeps apart never comes. */
async function isSettling(database: LocalDatabase, id: string, { entries, position }: OwnWord): Promise<boolean> {
	if ((await positionOf(database, id)) > position) return false;
	const keptApart = database.quarantined.where('seq').anyOf(entries.map(({ seq }) => seq));
	return (await keptApart.count()) === 0;
}
