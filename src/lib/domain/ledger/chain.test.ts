import { createHash, generateKeyPairSync, sign as nodeSign, verify as nodeVerify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	canonicalBytes,
	canonicalForms,
	chainFaults,
	EMPTY_CHAIN,
	fromBase64Url,
	hashEntry,
	headAfter,
	linkFault,
	sealEntry,
	signedBytes,
	toBase64Url,
	type Entry,
	type EntryDraft,
	type EntryEnvelope,
	type Sign,
	type Verify
} from '.';

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const signWith =
	(key: typeof keys.privateKey): Sign =>
	async (bytes) =>
		nodeSign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' });
const sign = signWith(keys.privateKey);
const verify: Verify = (signature, bytes) =>
	nodeVerify('sha256', bytes, { key: keys.publicKey, dsaEncoding: 'ieee-p1363' }, signature);

function draft(index: number, personId: string): EntryDraft<'decision.withdrawn'> {
	return {
		id: `0199a0c0-0000-7000-8000-${String(index).padStart(12, '0')}`,
		site: 'site-1',
		device: 'tablet-1',
		at: '2026-11-22T10:00:00.000Z',
		actor: { personId, role: 'inspector', proof: 'pin-offline' },
		type: 'decision.withdrawn',
		body: { decisionId: `decision-${index}` }
	};
}

async function chainOf(people: readonly string[]): Promise<Entry[]> {
	const entries: Entry[] = [];
	let head = EMPTY_CHAIN;
	for (const [index, person] of people.entries()) {
		const entry = await sealEntry(draft(index, person), head, sign);
		entries.push(entry);
		head = headAfter(entry);
	}
	return entries;
}

const people = fc.array(fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }), { minLength: 2, maxLength: 8 });

describe('a device chain', () => {
	it('verifies when it is whole, whatever the words in it', async () => {
		await fc.assert(
			fc.asyncProperty(people, async (names) => {
				expect(await chainFaults(await chainOf(names), verify)).toEqual([]);
			}),
			{ numRuns: 30 }
		);
	});

	it('verifies after a trip through JSON with its members in another order', async () => {
		const [first, second] = await chainOf(['ana', 'ben']);
		const shuffled = [first, second].map((entry) =>
			JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(entry ?? {}).reverse())))
		);
		expect(await chainFaults(shuffled, verify)).toEqual([]);
	});

	it('shows any removed entry, except at the very end', async () => {
		await fc.assert(
			fc.asyncProperty(people, fc.nat(), async (names, pick) => {
				const entries = await chainOf(names);
				const removed = pick % (entries.length - 1);
				const faults = await chainFaults(entries.toSpliced(removed, 1), verify);
				expect(faults[0]).toMatchObject({ code: 'sequence-gap', expected: removed + 1, got: removed + 2 });
			}),
			{ numRuns: 30 }
		);
	});

	it('shows any change to any field', async () => {
		const fields: ((entry: EntryEnvelope) => EntryEnvelope)[] = [
			(entry) => ({ ...entry, at: '2026-11-22T10:00:00.001Z' }),
			(entry) => ({ ...entry, site: 'site-2' }),
			(entry) => ({ ...entry, device: 'tablet-2' }),
			(entry) => ({ ...entry, type: 'decision.made' }),
			(entry) => ({ ...entry, actor: { ...entry.actor, role: 'admin' } }),
			(entry) => ({ ...entry, body: { decisionId: 'another' } }),
			(entry) => ({ ...entry, id: entry.id.replace('0199', '0198') })
		];
		await fc.assert(
			fc.asyncProperty(people, fc.nat(), fc.constantFrom(...fields), async (names, pick, change) => {
				const entries: EntryEnvelope[] = await chainOf(names);
				const index = pick % entries.length;
				const faults = await chainFaults(entries.with(index, change(entries[index] as EntryEnvelope)), verify);
				expect(faults).toContainEqual(expect.objectContaining({ code: 'bad-signature', seq: index + 1 }));
			}),
			{ numRuns: 60 }
		);
	});

	it('shows a swapped signature through the next entry’s hash too', async () => {
		const [first, second] = await chainOf(['ana', 'ben']);
		if (!first || !second) throw new Error('two entries were asked for');
		const forged = await sealEntry(draft(0, 'ana'), EMPTY_CHAIN, signWith(stranger.privateKey));
		const faults = await chainFaults([forged, second], verify);
		expect(faults.map(({ code }) => code)).toEqual(['bad-signature', 'broken-chain']);
	});

	it('refuses to follow a head that it was not sealed on', async () => {
		const [first, second] = await chainOf(['ana', 'ben']);
		if (!first || !second) throw new Error('two entries were asked for');
		expect(linkFault(first, EMPTY_CHAIN)).toBeNull();
		expect(linkFault(second, headAfter(first))).toBeNull();
		expect(linkFault(second, { seq: 1, hash: toBase64Url(new Uint8Array(32)) })).toMatchObject({
			code: 'broken-chain',
			seq: 2
		});
		expect(linkFault(first, headAfter(first))).toMatchObject({ code: 'sequence-gap', expected: 2, got: 1 });
	});
});

describe('the canonical form', () => {
	it('is RFC 8785: sorted members, shortest numbers, no blanks', () => {
		const text = new TextDecoder().decode(canonicalBytes({ b: [1e21, 0.1, -0], a: 'ö\n', A: null }));
		expect(text).toBe('{"A":null,"a":"ö\\n","b":[1e+21,0.1,0]}');
	});

	it('of an entry is the same whether signed and whole form are made together or apart', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.string({ unit: 'grapheme' }), (value, type) => {
				const unsigned = {
					v: 1 as const,
					...draft(1, 'ana'),
					type,
					body: { value, sig: ',"sig":"' },
					seq: 7,
					prev: null
				};
				const entry: EntryEnvelope = { ...unsigned, sig: 'A'.repeat(86) };
				const { signed, whole } = canonicalForms(entry);
				const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
				expect(signed).toBe(text(signedBytes(entry)));
				expect(whole).toBe(text(canonicalBytes(entry)));
			})
		);
	});

	it('refuses what JSON cannot say', () => {
		expect(() => canonicalBytes({ x: Number.NaN })).toThrow();
		expect(() => canonicalBytes(undefined)).toThrow(TypeError);
	});

	it('hashes the signature too, and signs everything but it', async () => {
		const [entry] = await chainOf(['ana']);
		if (!entry) throw new Error('one entry was asked for');
		const expected = createHash('sha256').update(canonicalBytes(entry)).digest('base64url');
		expect(hashEntry(entry)).toBe(expected);
		expect(new TextDecoder().decode(signedBytes(entry))).not.toContain('"sig"');
	});

	it('writes bytes as base64url and reads them back', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
				expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
				expect([...fromBase64Url(toBase64Url(bytes))]).toEqual([...bytes]);
			})
		);
	});
});
