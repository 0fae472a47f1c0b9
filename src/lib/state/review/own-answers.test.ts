import 'fake-indexeddb/auto';
import type { CaseSummary } from '$lib/domain/case';
import type { Entry } from '$lib/domain/ledger';
import { LocalDatabase } from '$lib/local-db';
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { answeredFor, readOwnWords, withNewWords, wordsFor, type OwnWords } from './own-answers';

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
async function say(type: Entry['type'], body: object, personId = 'aylin'): Promise<Entry> {
	const at = '2026-11-22T10:00:00.000Z';
	const actor = { personId, role: 'quality-engineer', proof: 'session' };
	const entry = { id: v7(), seq: ++seq, type, body, at, actor } as unknown as Entry;
	await database.entries.put({ seq, id: entry.id, type, hash: '', entry });
	const row = { seq, id: entry.id, type, at, bytes: 1, personId, attempts: 0, lastError: null };
	await database.outbox.put(row);
	return entry;
}

it('is the newest word on a case until the server’s document holds it', async () => {
	await say('decision.made', { id: 'd', suggestionId: 's' });
	let words = await readOwnWords(database, NONE);
	expect([...answeredFor(words, 'aylin')]).toEqual(['s']);
	await database.outbox.clear();
	words = await readOwnWords(database, words);
	expect([...answeredFor(words, 'aylin')]).toEqual(['s']);
	await database.documents.put({ kind: 'case', id: 's', position: 8, value: {} });
	expect((await readOwnWords(database, words)).size).toBe(0);
});

it('no longer counts when it was taken back, or the server keeps it apart', async () => {
	const decision = await say('decision.made', { id: 'd', suggestionId: 's' });
	const before = await withNewWords(database, NONE, [decision]);
	expect(answeredFor(before, 'aylin').has('s')).toBe(true);
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
	expect(answeredFor(words, 'aylin').size).toBe(0);
});

it('keeps what the first of two readers said from the second on the same tablet, who is still asked', async () => {
	const summary: CaseSummary = {
		suggestionId: 's',
		captureId: 'c',
		deviceId: 'tablet',
		partId: 'part',
		subjectText: 'MT-1 rev A',
		photo: 'a'.repeat(64),
		photoArrived: true,
		suggestedClass: 'crack',
		confidence: 0.9,
		state: 'open',
		waitingFor: ['quality-engineer'],
		verdict: null,
		decidedClass: null,
		decidedBy: null,
		note: '',
		at: '2026-11-22T09:59:00.000Z',
		sample: false,
		readers: { needed: 2, done: [] }
	};
	await database.documents.put({ kind: 'case', id: 's', position: 7, value: summary });
	await say('decision.made', { id: 'd', suggestionId: 's', note: 'A crack, I am sure' }, 'lena');
	const words = await readOwnWords(database, NONE);
	expect(answeredFor(words, 'lena').has('s')).toBe(true);
	expect(answeredFor(words, 'aylin').has('s')).toBe(false);
	const word = words.get('s');
	expect(word && wordsFor(word, 'lena')).toHaveLength(1);
	expect(word && wordsFor(word, 'aylin')).toEqual([]);
});
