import 'fake-indexeddb/auto';
import type { Entry } from '$lib/domain/ledger';
import { LocalDatabase } from '$lib/local-db';
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { answeredBy, readOwnWords, withNewWords, type OwnWords } from './own-answers';

let database: LocalDatabase;
let seq = 0;
beforeEach(async () => {
	database = new LocalDatabase(`own-${v7()}`);
	seq = 0;
	await database.documents.put({ kind: 'case', id: 's', position: 7, value: {} });
});
afterEach(() => database.close());

const NONE: OwnWords = new Map();

/** Recorded here, waiting to be sent. */
async function say(type: Entry['type'], body: object): Promise<Entry> {
	const at = '2026-11-22T10:00:00.000Z';
	const entry = { id: v7(), seq: ++seq, type, body, at } as unknown as Entry;
	await database.entries.put({ seq, id: entry.id, type, hash: '', entry });
	const row = { seq, id: entry.id, type, at, bytes: 1, personId: 'aylin', attempts: 0, lastError: null };
	await database.outbox.put(row);
	return entry;
}

it('is the newest word on a case until the server’s document holds it', async () => {
	await say('decision.made', { id: 'd', suggestionId: 's' });
	let words = await readOwnWords(database, NONE);
	expect([...answeredBy(words)]).toEqual(['s']);
	await database.outbox.clear();
	words = await readOwnWords(database, words);
	expect([...answeredBy(words)]).toEqual(['s']);
	await database.documents.put({ kind: 'case', id: 's', position: 8, value: {} });
	expect((await readOwnWords(database, words)).size).toBe(0);
});

it('no longer counts when it was taken back, or the server keeps it apart', async () => {
	const decision = await say('decision.made', { id: 'd', suggestionId: 's' });
	const before = await withNewWords(database, NONE, [decision]);
	expect(answeredBy(before).has('s')).toBe(true);
	const withdrawal = await say('decision.withdrawn', { decisionId: 'd' });
	expect((await withNewWords(database, before, [withdrawal])).size).toBe(0);
	expect((await readOwnWords(database, NONE)).size).toBe(0);

	await database.outbox.clear();
	await database.quarantined.put({ seq: decision.seq, id: decision.id, type: '', reason: '', at: '' });
	expect((await readOwnWords(database, before)).size).toBe(0);
});

it('is no answer when it is a comment or a first call, but is shown', async () => {
	await say('comment.made', { id: 'c', suggestionId: 's', text: 'Look here' });
	const words = await readOwnWords(database, NONE);
	expect(words.get('s')?.entries).toHaveLength(1);
	expect(answeredBy(words).size).toBe(0);
});
