/** The exported file: verified from nothing but its text, and what each kind of tampering with it comes to. */
import { generateKeyPairSync, sign } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { signedBytes, toBase64Url, type EntryEnvelope } from '$lib/domain/ledger';
import { ExportVerifier, keyFingerprint, UnusableExport, type ExportVerification } from '$lib/domain/ledger-export';
import { releaseRecord } from './quarantine';
import { capture, newKey, TestSite, type Tablet } from '../test-site';
import { exportLedger } from './export';
import type { LedgerFilter } from './filter';
import { isSignedBy } from './signature';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let site: TestSite;
let left: Tablet;
let text: string;

beforeAll(async () => {
	site = await TestSite.open();
	left = await site.enrol('Left');
	const right = await site.enrol('Right');
	await site.push(left, left.writeInspection());
	// One record in quarantine that the chain goes on from, one that came in damaged, one that was released later.
	const unknown = left.write('coffee.made', {});
	const damaged = { ...left.write('capture.recorded', capture()), at: 'yesterday' };
	const early = left.write('capture.recorded', capture(), {
		actor: { personId: 'x', role: 'inspector', proof: 'session' }
	});
	const after = left.write('capture.recorded', capture());
	await site.push(left, [unknown, damaged, early, after]);
	const [row] = await site.server.db
		.selectFrom('quarantine')
		.selectAll()
		.where('reason', '=', 'person-unknown')
		.execute();
	if (!row) throw new Error('one was refused for its person');
	await releaseRecord(
		site.server,
		site.id,
		site.admin,
		{ deviceId: row.device, seq: row.seq, hash: row.hash },
		'She did'
	);
	await site.push(right, [...right.writeInspection(), ...right.writeInspection()]);
	text = await exported();
});

afterAll(() => site.close());

const exported = (filter: LedgerFilter = {}, after = 0) =>
	new Response(exportLedger(site.server, site.id, filter, after)).text();

async function verify(file: string, expectedKey?: string): Promise<ExportVerification> {
	const verifier = new ExportVerifier((key) => (signature, bytes) => isSignedBy(key, signature, bytes));
	const lines = file.split('\n');
	const rest = lines.pop() ?? '';
	for (const line of rest === '' ? lines : [...lines, rest]) await verifier.take(line);
	return verifier.finish(rest === '', expectedKey);
}

const linesOf = (file: string) => file.split('\n').slice(0, -1);
const asFile = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');
const codes = ({ faults }: ExportVerification) => faults.map(({ code }) => code);
/** The line of an entry, from 0. */
const lineOf = (file: string, type: string, nth = 0) =>
	linesOf(file).findIndex(
		(line, index, all) =>
			line.includes(`"type":"${type}"`) &&
			all.slice(0, index).filter((other) => other.includes(`"type":"${type}"`)).length === nth
	);

describe('an export', () => {
	it('is sound as it was made, records in quarantine and a released one included', async () => {
		const result = await verify(text);
		expect(result).toMatchObject({ sound: true, whole: true, faults: [] });
		const row = await site.server.db.selectFrom('sites').selectAll().executeTakeFirstOrThrow();
		expect(result.head).toEqual({ position: row.position, seal: row.seal });
		expect(result.devices.find(({ id }) => id === left.id)).toMatchObject({ entries: 5, aside: 2, faults: 0 });
		expect(result.serverKey).toBe(keyFingerprint(site.server.key.publicKey));
		expect(result.photos).toBe(5);
		expect(await verify(text, result.serverKey)).toEqual(result);
	});

	it('of a selection is sound, too, and holds nothing else', async () => {
		for (const filter of [{ type: 'decision.made' }, { device: left.id }, { words: '00219' }]) {
			const part = await exported(filter);
			expect(await verify(part)).toMatchObject({ sound: true, whole: false });
			expect(part.length).toBeLessThan(text.length);
		}
		expect(linesOf(await exported({ type: 'decision.made' }))).toHaveLength(3 + 2);
		expect(await verify(await exported({}, 5))).toMatchObject({ sound: true, whole: false });
		expect(await verify(await exported({ words: 'nothing has this' }))).toMatchObject({ sound: true, entries: 0 });
	});

	it('shows one changed byte, wherever it is, and names the record or the form of the file', async () => {
		const bytes = Buffer.from(text);
		const lines = linesOf(text);
		// The last character of the last line's signature, and another that stands for the same bits.
		const sameBits = { at: bytes.length - 4, to: (bytes.at(-4) ?? 0) + 1 };
		const anyByte = fc.record({ at: fc.nat(bytes.length - 1), to: fc.nat(255) });
		await fc.assert(
			fc.asyncProperty(anyByte, async ({ at, to }) => {
				fc.pre(bytes[at] !== to);
				const changed = Buffer.from(bytes);
				changed[at] = to;
				const line = bytes.subarray(0, at).filter((byte) => byte === 10).length + 1;
				const result = await verify(changed.toString()).catch((error: unknown) => error);
				if (result instanceof UnusableExport) {
					expect(line).toBe(1);
					return;
				}
				const { sound, faults } = result as ExportVerification;
				expect(sound).toBe(false);
				expect(faults.length).toBeGreaterThan(0);
				if (line === 1 || line === lines.length) return;
				const { position } = JSON.parse(lines[line - 1] ?? '') as { position: number };
				expect(faults.some((fault) => fault.line === line || fault.position === position)).toBe(true);
			}),
			{ numRuns: 400, examples: [[sameBits]] }
		);
	});

	it('names the records around one that was taken out', async () => {
		const lines = linesOf(text);
		for (let index = 1; index < lines.length - 1; index++) {
			const result = await verify(asFile(lines.toSpliced(index, 1)));
			expect(result.sound).toBe(false);
			expect(codes(result)).toContain('count-differs');
			const { entry } = JSON.parse(lines[index] ?? '') as { entry: EntryEnvelope };
			const next = lines
				.slice(index + 1, -1)
				.map((line) => JSON.parse(line) as { position: number; entry: EntryEnvelope });
			if (next.length > 0)
				expect(result.faults).toContainEqual(
					expect.objectContaining({ code: 'not-consecutive', position: next[0]?.position })
				);
			else expect(codes(result)).toContain('head-differs');
			const follows = next.some((other) => other.entry.device === entry.device && other.entry.seq > entry.seq);
			if (follows)
				expect(result.faults).toContainEqual(
					expect.objectContaining({ code: 'sequence-gap', device: entry.device, missingFrom: entry.seq })
				);
		}
	});

	it('names a record that changed places with another, and one that stands there twice', async () => {
		const lines = linesOf(text);
		const [one = '', other = ''] = [lines[3], lines[4]];
		const swapped = await verify(asFile(lines.with(3, other).with(4, one)));
		const { position } = JSON.parse(one) as { position: number };
		expect(swapped.faults.filter(({ line }) => line !== null)).toEqual([
			expect.objectContaining({ code: 'out-of-order', line: 5, position })
		]);
		const twice = await verify(asFile(lines.toSpliced(4, 0, one)));
		expect(twice.faults).toContainEqual(expect.objectContaining({ code: 'duplicate', line: 5, position }));
	});

	it('names an entry that was written anew and signed with a foreign key', async () => {
		const lines = linesOf(text);
		const index = lineOf(text, 'decision.made');
		const line = JSON.parse(lines[index] ?? '') as { position: number; entry: EntryEnvelope };
		const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
		const forged = { ...line.entry, body: { ...line.entry.body, note: 'Looks fine' } };
		forged.sig = toBase64Url(sign('sha256', signedBytes(forged), { key: privateKey, dsaEncoding: 'ieee-p1363' }));
		const result = await verify(asFile(lines.with(index, JSON.stringify({ ...line, entry: forged }))));
		expect(result.faults).toContainEqual({
			code: 'bad-signature',
			line: index + 1,
			position: line.position,
			device: line.entry.device,
			seq: line.entry.seq
		});
	});

	it('names a device whose key in the first line was changed for another', async () => {
		const lines = linesOf(text);
		const header = JSON.parse(lines[0] ?? '') as { devices: { id: string; publicKey: object }[] };
		for (const device of header.devices) if (device.id === left.id) device.publicKey = newKey().publicKey;
		const result = await verify(asFile(lines.with(0, JSON.stringify(header))));
		expect(codes(result)).toEqual(expect.arrayContaining(['foreign-key', 'bad-signature', 'file-altered']));
		expect(result.faults.filter(({ code }) => code === 'bad-signature').every(({ device }) => device === left.id)).toBe(
			true
		);
	});

	it('is told from what another server has signed', async () => {
		expect(codes(await verify(text, keyFingerprint(newKey().publicKey)))).toEqual(['other-server']);
	});

	it('says that its end is gone, wherever it was cut', async () => {
		const start = (linesOf(text)[0] ?? '').length + 1;
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: start, max: text.length - 1 }), async (length) => {
				expect(codes(await verify(text.slice(0, length)))).toContain('truncated');
			}),
			{ numRuns: 60 }
		);
	});

	it('says that something was added', async () => {
		expect(codes(await verify(`${text}{}\n`))).toEqual(['after-the-end']);
	});

	it.each([
		['', 'empty'],
		['hello\n', 'not-an-export'],
		['{"position":1}\n', 'not-an-export'],
		['{"format":"countersign-ledger","v":2}\n', 'newer-format'],
		['{"format":"countersign-ledger","v":1}\n', 'bad-header']
	])('is not mistaken for another file: %j', async (file, reason) => {
		await expect(verify(file)).rejects.toMatchObject({ reason });
	});
});
