import type { EntryEnvelope } from '$lib/domain/ledger';
import * as fc from 'fast-check';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { TEST_STORE } from '../db/test-place';
import { rebuildProjections } from '../projections';
import { openServer, type SiteServer } from '../site-server';
import { pullDocuments } from '../sync';
import { by, BY_DEVICE, capture, decision, suggestion, TestSite, type Tablet } from '../test-site';
import { appendEntries } from './append';
import { verifyLedger } from './verify';

// Keys, hashes and hundreds of transactions: seconds of work on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let site: TestSite;
beforeAll(async () => {
	site = await TestSite.open();
});
afterAll(() => site.close());

/** An honest inspection, or a record that some rule refuses. */
type Step = 'inspection' | 'withdrawal' | 'unknown-type' | 'bad-body' | 'stranger' | 'tampered' | 'damaged';
const steps = fc.array(
	fc.constantFrom<Step>(
		'inspection',
		'inspection',
		'withdrawal',
		'unknown-type',
		'bad-body',
		'stranger',
		'tampered',
		'damaged'
	),
	{ minLength: 1, maxLength: 5 }
);

function write(tablet: Tablet, step: Step): object[] {
	switch (step) {
		case 'inspection':
			return tablet.writeInspection();
		case 'withdrawal': {
			const made = capture();
			const suggested = suggestion(made.id);
			const decided = decision(suggested);
			return [
				tablet.write('capture.recorded', made),
				tablet.write('suggestion.made', suggested, { actor: BY_DEVICE }),
				tablet.write('decision.made', decided),
				tablet.write('decision.withdrawn', { decisionId: decided.id })
			];
		}
		case 'unknown-type':
			return [tablet.write('coffee.made', {})];
		case 'bad-body':
			return [tablet.write('decision.made', { verdict: 'maybe' })];
		case 'stranger':
			return [tablet.write('capture.recorded', capture(), { actor: { ...by('inspector'), personId: 'nobody' } })];
		case 'tampered':
			return [{ ...tablet.write('capture.recorded', capture()), at: '2020-01-01T00:00:00.000Z' }];
		case 'damaged':
			return [{ ...tablet.write('capture.recorded', capture()), body: 'gone' }];
	}
}

/** One call: which tablet, from where in its chain, how many records, and whether its answer is lost on the way back. */
const calls = fc.array(
	fc.record({ tablet: fc.nat(2), from: fc.nat(25), count: fc.integer({ min: 1, max: 8 }), lost: fc.boolean() }),
	{ maxLength: 15 }
);

/** What the ledger says of a tablet, without what depends on when it arrived. */
async function contentOf(tablet: Tablet) {
	const { db } = site.server;
	const entries = await db
		.selectFrom('entries')
		.select(['seq', 'id', 'type', 'hash', 'json'])
		.where('device', '=', tablet.id)
		.orderBy('seq')
		.execute();
	const refused = await db
		.selectFrom('quarantine')
		.select(['seq', 'hash', 'reason', 'link', 'json'])
		.where('device', '=', tablet.id)
		.orderBy('seq')
		.orderBy('hash')
		.execute();
	const chain = await db
		.selectFrom('chains')
		.select(['seq', 'hash', 'offered_seq'])
		.where('device', '=', tablet.id)
		.executeTakeFirst();
	return { entries, refused, chain };
}

/** The same chain in a tablet's name of its own: what one by one sending makes of it is what any other way must make of it. */
async function oneByOne(tablet: Tablet, records: readonly object[]) {
	const receipts = [];
	for (const record of records) receipts.push(...(await site.push(tablet, [record])).receipts);
	return receipts.map(({ seq, result, reason }) => ({ seq, result, reason }));
}

const shapeOf = ({ entries, refused, chain }: Awaited<ReturnType<typeof contentOf>>) => ({
	entries: entries.map(({ seq, type }) => ({ seq, type })),
	refused: refused.map(({ seq, reason, link }) => ({ seq, reason, link })),
	chain: chain && { seq: chain.seq, offered_seq: chain.offered_seq, known: chain.hash !== null }
});

describe('the ledger', () => {
	it('holds the same, exactly once, however the pushes of several tablets are split, repeated, reordered and lost', async () => {
		await fc.assert(
			fc.asyncProperty(fc.tuple(steps, steps, steps), calls, async (plans, deliveries) => {
				const tablets = await Promise.all(plans.map((_, index) => site.enrol(`Tablet ${index}`)));
				const chains = tablets.map((tablet, index) => (plans[index] ?? []).flatMap((step) => write(tablet, step)));
				// All at the same time: those that wait for the ledger together share a transaction.
				await Promise.all(
					deliveries.map(async ({ tablet: index, from, count, lost }) => {
						const tablet = tablets[index];
						const records = (chains[index] ?? []).slice(from, from + count);
						if (!tablet || records.length === 0) return;
						const answer = await site.push(tablet, records);
						if (!lost) expect(answer.receipts).toHaveLength(records.length);
					})
				);
				for (const [index, tablet] of tablets.entries()) {
					const chain = chains[index] ?? [];
					// In the end the tablet sends what it has no receipt for, in order.
					const { receipts, expectedSeq } = await site.push(tablet, chain);
					expect(expectedSeq).toBe(chain.length + 1);
					const again = await site.push(tablet, chain);
					const settled = again.receipts.map(({ seq, result, reason }) => ({ seq, result, reason }));
					expect(settled.map(({ result }) => result)).not.toContain('stored');
					expect(settled.map(({ result }) => result)).not.toContain('out-of-order');
					expect(receipts.map(({ reason }) => reason)).toEqual(settled.map(({ reason }) => reason));

					const twin = await site.enrol('One by one');
					const single = await oneByOne(
						twin,
						(plans[index] ?? []).flatMap((step) => write(twin, step))
					);
					expect(single.map(({ reason }) => reason)).toEqual(settled.map(({ reason }) => reason));
					const content = await contentOf(tablet);
					expect(shapeOf(content)).toEqual(shapeOf(await contentOf(twin)));
					const ids = new Set(content.entries.map(({ id }) => id));
					expect(ids.size).toBe(content.entries.length);
				}
			}),
			{ numRuns: 20 }
		);
		const verification = await verifyLedger(site.server, site.id);
		const faults = verification.devices.flatMap((device) => device.faults.map(({ code }) => code));
		expect(faults.filter((code) => code !== 'unreadable-record')).toEqual([]);
		const before = await pullDocuments(site.server, site.id, { after: 0, limit: 100_000 });
		await rebuildProjections(site.server, site.id);
		const rebuilt = await pullDocuments(site.server, site.id, { after: 0, limit: 100_000 });
		const sorted = (page: typeof before) =>
			page.documents.map((document) => JSON.stringify(document)).sort((a, b) => a.localeCompare(b));
		expect(sorted(rebuilt)).toEqual(sorted(before));
	});

	it('is read without a gap and without anything twice while several instances append to it', async () => {
		// SQLite's file belongs to one process, so there the second instance is the first one.
		const second = TEST_STORE === 'postgres' ? await openServer({ ...site.place, now: site.server.now }) : null;
		const instances: SiteServer[] = [site.server, second ?? site.server];
		try {
			const tablets = await Promise.all([1, 2, 3, 4].map((name) => site.enrol(`Tablet ${name}`)));
			const expected = new Set<string>();
			const queues = tablets.map((tablet) =>
				Array.from({ length: 12 }, () => {
					const entries = tablet.writeInspection();
					expected.add(String(entries[1].body['id']));
					return entries;
				})
			);
			const start = await pullDocuments(site.server, site.id, { after: 0, limit: 100_000 });
			let writing = true;
			const written = Promise.all(
				tablets.map(async (tablet, index) => {
					for (const [turn, entries] of (queues[index] ?? []).entries()) {
						const server = instances[(index + turn) % 2] ?? site.server;
						const { receipts } = await send(server, tablet, entries);
						expect(receipts.map(({ result }) => result)).toEqual(['stored', 'stored', 'stored']);
					}
				})
			).finally(() => (writing = false));

			const seen: string[] = [];
			let after = start.position;
			for (let done = false; !done;) {
				done = !writing;
				const page = await pullDocuments(instances[seen.length % 2] ?? site.server, site.id, { after, limit: 5 });
				for (const document of page.documents) if (document.kind === 'case') seen.push(document.id);
				if (page.more) done = false;
				after = page.position;
				// As between two calls: SQLite answers within the turn, and nobody else would get one.
				await setImmediate();
			}
			await written;
			expect(new Set(seen)).toEqual(expected);
			const positions = await site.server.db.selectFrom('entries').select('position').orderBy('position').execute();
			expect(positions.map(({ position }) => position)).toEqual(positions.map((_, index) => index + 1));
		} finally {
			await second?.close();
		}
	});
});

function send(server: SiteServer, tablet: Tablet, entries: readonly EntryEnvelope[]) {
	const records = entries.map((entry) => JSON.parse(JSON.stringify(entry)) as Record<string, unknown>);
	return appendEntries(server, { site: site.id, device: tablet.id, records, skewMs: 0 });
}
