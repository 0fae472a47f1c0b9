/** One byte of the ledger changed in the database, whichever: "Verify all" finds it and names the entry. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { EntryRow } from '../db';
import { TestSite } from '../test-site';
import { verifyLedger, type LedgerFault } from './verify';
import { verifyEntry } from './verify-entry';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let site: TestSite;
let rows: EntryRow[];

beforeAll(async () => {
	site = await TestSite.open();
	for (const name of ['Left', 'Right']) {
		const tablet = await site.enrol(name);
		await site.push(tablet, [...tablet.writeInspection(), ...tablet.writeInspection()]);
	}
	rows = await site.server.db.selectFrom('entries').selectAll().orderBy('position').execute();
});

afterAll(() => site.close());

const verify = () => verifyLedger(site.server, site.id);

async function faults(): Promise<(LedgerFault & { device: string })[]> {
	const { devices } = await verify();
	return devices.flatMap(({ deviceId, faults: found }) => found.map((fault) => ({ ...fault, device: deviceId })));
}

async function withRow(row: EntryRow, change: Partial<EntryRow>, look: () => Promise<void>): Promise<void> {
	const { db } = site.server;
	const at = (position: number) =>
		db.updateTable('entries').where('site', '=', site.id).where('position', '=', position);
	await at(row.position).set(change).execute();
	try {
		await look();
	} finally {
		await at(change.position ?? row.position)
			.set(row)
			.execute();
	}
}

/** Another character at one place of a text. */
function changed(text: string, place: number, by: number): string {
	const at = place % text.length;
	const code = text.charCodeAt(at);
	// Stays printable ASCII, and never the same.
	const other = 33 + ((code - 33 + 1 + (by % 92) + 94) % 94);
	return text.slice(0, at) + String.fromCharCode(other) + text.slice(at + 1);
}

describe('the ledger in the database', () => {
	it('is whole as it was written, up to the head that is shown', async () => {
		const { whole, head, endMissing } = await verify();
		expect({ whole, endMissing }).toEqual({ whole: true, endMissing: false });
		expect(head).toEqual({ position: rows.at(-1)?.position, seal: rows.at(-1)?.seal });
	});

	const columns = fc.constantFrom(
		'json',
		'hash',
		'seal',
		'id',
		'type',
		'at',
		'received_at',
		'device',
		'person',
		'about'
	);

	it('shows one changed character of any entry, wherever it is, and names the entry', async () => {
		await fc.assert(
			fc.asyncProperty(fc.nat(), columns, fc.nat(), fc.nat(), async (pick, column, place, by) => {
				const row = rows[pick % rows.length];
				const text = row?.[column as keyof EntryRow];
				if (!row || typeof text !== 'string') return;
				await withRow(row, { [column]: changed(text, place, by) }, async () => {
					const { whole } = await verify();
					expect(whole).toBe(false);
					const named = await faults();
					expect(
						named.some(
							({ position, seq, device }) => position === row.position || (device === row.device && seq >= row.seq)
						)
					).toBe(true);
					expect(['sound', 'first']).not.toContain(await verifyEntry(site.server, site.id, row.position));
					// Moved to another device's chain it is missing from its own, and named where it went.
					if (column !== 'device') expect(named.map(({ position }) => position)).toContain(row.position);
				});
			}),
			{ numRuns: 150 }
		);
	});

	it.each<[keyof EntryRow, (row: EntryRow) => Partial<EntryRow>]>([
		['position', (row) => ({ position: row.position + 1000 })],
		['seq', (row) => ({ seq: row.seq + 1000 })],
		['skew_ms', (row) => ({ skew_ms: row.skew_ms + 1 })]
	])('shows a changed %s', async (_, change) => {
		for (const row of rows) {
			await withRow(row, change(row), async () => {
				const changedRow = { ...row, ...change(row) };
				expect((await faults()).map(({ position }) => position)).toContain(changedRow.position);
			});
		}
	});

	it('shows that an entry was taken out, be it the newest', async () => {
		const { db } = site.server;
		for (const row of rows) {
			await db.deleteFrom('entries').where('site', '=', site.id).where('position', '=', row.position).execute();
			const { whole, endMissing } = await verify();
			expect(whole).toBe(false);
			expect(endMissing).toBe(row === rows.at(-1));
			const next = rows.find(({ position }) => position > row.position);
			if (next) expect((await faults()).map(({ position }) => position)).toContain(next.position);
			await db.insertInto('entries').values(row).execute();
		}
		expect((await verify()).whole).toBe(true);
	});

	it('shows a device whose key in the register was changed for another', async () => {
		const { db } = site.server;
		const at = () => db.updateTable('documents').where('site', '=', site.id).where('kind', '=', 'device');
		const [document] = await db.selectFrom('documents').selectAll().where('kind', '=', 'device').limit(1).execute();
		if (!document) throw new Error('the server is a device');
		const value = JSON.parse(document.value) as { publicKey: { x: string; y: string } };
		const { x, y } = site.server.key.publicKey;
		const foreign = { ...value, publicKey: { ...value.publicKey, x: y, y: x } };
		await at()
			.where('id', '=', document.id)
			.set({ value: JSON.stringify(foreign) })
			.execute();
		expect((await faults()).map(({ code }) => code)).toContain('foreign-key');
		await at().where('id', '=', document.id).set({ value: document.value }).execute();
	});
});
