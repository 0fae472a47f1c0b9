import { hashEntry, type EntryEnvelope } from '$lib/domain/ledger';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Receipt } from '$lib/wire';
import { revokeDevice } from '../devices';
import { readDocument } from '../projections';
import { by, BY_DEVICE, capture, decision, newKey, person, suggestion, Tablet, TestSite } from '../test-site';
import { readQuarantine } from './read';
import { verifyLedger } from './verify';

// Keys, hashes and hundreds of transactions: seconds of work on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let site: TestSite;
beforeAll(async () => {
	site = await TestSite.open();
});
afterAll(() => site.close());

const results = (receipts: readonly Receipt[]) => receipts.map(({ result }) => result);
const reasons = (receipts: readonly Receipt[]) => receipts.map(({ reason }) => reason);

async function entriesOf(tablet: Tablet): Promise<{ seq: number; id: string }[]> {
	return site.server.db
		.selectFrom('entries')
		.select(['seq', 'id'])
		.where('device', '=', tablet.id)
		.orderBy('seq')
		.execute();
}

const chainOf = (tablet: Tablet) =>
	site.server.db.selectFrom('chains').selectAll().where('device', '=', tablet.id).executeTakeFirstOrThrow();

describe('an honest tablet', () => {
	it('gets every entry stored, once, at rising positions', async () => {
		const tablet = await site.enrol('Tablet');
		const entries = [...tablet.writeInspection(), ...tablet.writeInspection()];
		const first = await site.push(tablet, entries);
		expect(results(first.receipts)).toEqual(Array(6).fill('stored'));
		expect(first.expectedSeq).toBe(7);
		const positions = first.receipts.map(({ position }) => position ?? 0);
		expect(positions).toEqual([...positions].sort((a, b) => a - b));
		const again = await site.push(tablet, entries);
		expect(again.receipts.map(({ result, position }) => ({ result, position }))).toEqual(
			positions.map((position) => ({ result: 'duplicate', position }))
		);
		expect(await entriesOf(tablet)).toHaveLength(6);
	});

	it('is told which photos are still wanted, also when it asks again', async () => {
		const tablet = await site.enrol('Tablet');
		const photo = 'ab'.repeat(32);
		const entries = tablet.writeInspection({ photo });
		expect((await site.push(tablet, entries)).missingPhotos).toEqual([photo]);
		expect((await site.push(tablet, entries)).missingPhotos).toEqual([photo]);
	});

	it('is told where to go on when something before is missing, and nothing is taken out of order', async () => {
		const tablet = await site.enrol('Tablet');
		const [one, two, three] = tablet.writeInspection();
		const early = await site.push(tablet, [two, three]);
		expect(results(early.receipts)).toEqual(['out-of-order', 'out-of-order']);
		expect(early.expectedSeq).toBe(1);
		expect(await entriesOf(tablet)).toHaveLength(0);
		expect(results((await site.push(tablet, [one, two, three])).receipts)).toEqual(['stored', 'stored', 'stored']);
	});

	it('is known to owe what it says it still has, and never less than it has said', async () => {
		const tablet = await site.enrol('Tablet');
		const entries = tablet.writeInspection();
		await site.push(tablet, entries.slice(0, 1), 0, { lastSeq: 30 });
		expect(await chainOf(tablet)).toMatchObject({ seq: 1, offered_seq: 30 });
		await site.push(tablet, entries, 0, { lastSeq: 3 });
		expect(await chainOf(tablet)).toMatchObject({ seq: 3, offered_seq: 30 });
	});

	it('loses nothing whatever order, repetition or mixture its batches arrive in', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
				fc.array(
					fc.record({ tablet: fc.constantFrom(0, 1), from: fc.nat(12), count: fc.integer({ min: 1, max: 6 }) }),
					{ maxLength: 12 }
				),
				async (inspections, deliveries) => {
					const tablets = [await site.enrol('Left'), await site.enrol('Right')];
					const chains = tablets.map((tablet, index) =>
						Array.from({ length: inspections[index] ?? 1 }, () => tablet.writeInspection()).flat()
					);
					const acknowledged = new Set<string>();
					const send = async (index: number, batch: readonly EntryEnvelope[]) => {
						const tablet = tablets[index];
						if (!tablet || batch.length === 0) return 0;
						const { receipts, expectedSeq } = await site.push(tablet, batch);
						for (const { id, result } of receipts) if (result !== 'out-of-order') acknowledged.add(id);
						expect(results(receipts)).not.toContain('quarantined');
						return expectedSeq;
					};
					for (const { tablet, from, count } of deliveries) {
						await send(tablet, (chains[tablet] ?? []).slice(from, from + count));
					}
					for (const [index, chain] of chains.entries()) {
						const expectedSeq = await send(index, chain.slice(-1));
						await send(index, chain.slice(Math.max(0, expectedSeq - 1)));
					}
					for (const [index, tablet] of tablets.entries()) {
						const chain = chains[index] ?? [];
						expect((await entriesOf(tablet)).map(({ id }) => id)).toEqual(chain.map(({ id }) => id));
						for (const { id } of chain) expect(acknowledged).toContain(id);
					}
				}
			),
			{ numRuns: 25 }
		);
		const verification = await verifyLedger(site.server, site.id);
		expect(verification.devices.flatMap(({ faults }) => faults)).toEqual([]);
		expect(verification.whole).toBe(true);
	});
});

describe('a record that fails a rule is kept with the reason, and the queue goes on', () => {
	const cases: [reason: string, write: (tablet: Tablet) => EntryEnvelope][] = [
		['unknown-type', (tablet) => tablet.write('coffee.made', {})],
		['bad-body', (tablet) => tablet.write('decision.made', { verdict: 'maybe' })],
		[
			'person-unknown',
			(tablet) => tablet.write('capture.recorded', capture(), { actor: { ...by('inspector'), personId: 'x' } })
		],
		[
			'role-mismatch',
			(tablet) => tablet.write('capture.recorded', capture(), { actor: { ...by('inspector'), role: 'admin' } })
		],
		['role-forbidden', (tablet) => tablet.write('capture.recorded', capture(), { actor: by('planner') })],
		['role-forbidden', (tablet) => tablet.write('capture.recorded', capture(), { actor: BY_DEVICE })],
		['role-forbidden', (tablet) => tablet.write('person.defined', person('admin'), { actor: by('inspector') })],
		[
			'role-forbidden',
			(tablet) =>
				tablet.write('person.defined', person('admin'), { actor: { personId: null, role: null, proof: 'service' } })
		],
		['wrong-site', (tablet) => tablet.write('capture.recorded', capture(), { site: 'elsewhere' })],
		['broken-chain', (tablet) => tablet.write('capture.recorded', capture(), { prev: 'A'.repeat(43) })]
	];
	it.each(cases)('%s', async (reason, write) => {
		const tablet = await site.enrol('Tablet');
		const before = tablet.write('capture.recorded', capture());
		const bad = write(tablet);
		const after = tablet.write('capture.recorded', capture());
		const { receipts, expectedSeq } = await site.push(tablet, [before, bad, after]);
		expect(results(receipts)).toEqual(['stored', 'quarantined', 'stored']);
		expect(reasons(receipts)[1]).toBe(reason);
		expect(expectedSeq).toBe(4);
		const again = await site.push(tablet, [before, bad, after]);
		expect(results(again.receipts)).toEqual(['duplicate', 'quarantined', 'duplicate']);
		expect(reasons(again.receipts)[1]).toBe(reason);
		const kept = (await readQuarantine(site.server, site.id, 1000)).filter(({ deviceId }) => deviceId === tablet.id);
		expect(kept.map(({ json }) => JSON.parse(json) as unknown)).toEqual([bad]);
	});

	it('an entry changed after it was signed does not set the chain, and what was signed after it still gets through', async () => {
		const tablet = await site.enrol('Tablet');
		const [one, two, three] = tablet.writeInspection();
		const tampered = { ...two, body: { ...two.body, tookMs: 1 } };
		const { receipts } = await site.push(tablet, [one, tampered, three]);
		expect(results(receipts)).toEqual(['stored', 'quarantined', 'stored']);
		expect(reasons(receipts)[1]).toBe('bad-signature');
		const verification = await verifyLedger(site.server, site.id);
		const own = verification.devices.find(({ deviceId }) => deviceId === tablet.id);
		expect(own?.faults).toEqual([{ seq: 2, position: null, code: 'unreadable-record' }]);
	});

	it('an entry signed with another key is refused under its reason', async () => {
		const tablet = await site.enrol('Tablet');
		const stranger = new Tablet(site, tablet.id, newKey().privateKey);
		const { receipts } = await site.push(tablet, [stranger.write('capture.recorded', capture())]);
		expect(reasons(receipts)).toEqual(['bad-signature']);
	});

	it('a record that is no entry at all takes its place in the queue without blocking it', async () => {
		const tablet = await site.enrol('Tablet');
		const [one, two, three] = tablet.writeInspection();
		const damaged = { ...two, at: 'yesterday', body: '\ud800' };
		const { receipts } = await site.push(tablet, [one, damaged, three]);
		expect(results(receipts)).toEqual(['stored', 'quarantined', 'stored']);
		expect(reasons(receipts)[1]).toBe('bad-envelope');
		expect(results((await site.push(tablet, [damaged])).receipts)).toEqual(['quarantined']);
	});

	it('a record that the tablet has lost takes its place under a reason of its own, and what follows is stored', async () => {
		const tablet = await site.enrol('Tablet');
		const [one, two, three] = tablet.writeInspection();
		const { id, seq, type, at, actor } = two;
		const lost = { lost: true, id, seq, type, at, personId: actor.personId };
		const { receipts, expectedSeq } = await site.push(tablet, [one, lost, three]);
		expect(results(receipts)).toEqual(['stored', 'quarantined', 'stored']);
		expect(reasons(receipts)[1]).toBe('lost-on-tablet');
		expect(expectedSeq).toBe(4);
		expect(results((await site.push(tablet, [lost])).receipts)).toEqual(['quarantined']);
	});

	it('a second history of the same tablet is kept apart as a fork, and the first one stands', async () => {
		const tablet = await site.enrol('Tablet');
		const first = tablet.write('capture.recorded', capture());
		await site.push(tablet, [first]);
		const twin = new Tablet(site, tablet.id, tablet.privateKey);
		const other = twin.write('capture.recorded', capture());
		expect(reasons((await site.push(tablet, [other])).receipts)).toEqual(['fork']);
		expect((await entriesOf(tablet)).map(({ id }) => id)).toEqual([first.id]);
		const next = tablet.write('capture.recorded', capture());
		expect(results((await site.push(tablet, [next])).receipts)).toEqual(['stored']);
	});

	it('an id that stands for something else is not taken twice', async () => {
		const tablet = await site.enrol('Tablet');
		const first = tablet.write('capture.recorded', capture());
		const sameEntryId = tablet.write('capture.recorded', capture(), { id: first.id });
		const made = capture();
		const sameCapture = [
			tablet.write('capture.recorded', made),
			tablet.write('capture.recorded', { ...made, sample: true })
		];
		const { receipts } = await site.push(tablet, [first, sameEntryId, ...sameCapture]);
		expect(reasons(receipts)).toEqual([null, 'id-taken', null, 'id-taken']);
	});

	it('records of another tablet cannot be sent in its name', async () => {
		const mine = await site.enrol('Mine');
		const other = await site.enrol('Other');
		const foreign = other.write('capture.recorded', capture());
		const { receipts, expectedSeq } = await site.push(mine, [foreign]);
		expect(reasons(receipts)).toEqual(['wrong-device']);
		expect(expectedSeq).toBe(1);
		expect(results((await site.push(other, [foreign])).receipts)).toEqual(['stored']);
	});

	it('a locked-out tablet gets nothing into the ledger', async () => {
		const tablet = await site.enrol('Lost');
		await revokeDevice(site.server, site.id, site.admin, tablet.id, 'lost on the train');
		expect((await readDocument(site.server.db, site.id, 'device', tablet.id))?.revoked).toBe(true);
		const { receipts } = await site.push(tablet, [tablet.write('capture.recorded', capture())]);
		expect(reasons(receipts)).toEqual(['device-revoked']);
	});
});

describe('records that somebody else brings', () => {
	const bring = (tablet: Tablet, records: readonly object[]) => site.push(tablet, records, 0, { imported: true });

	it('count by their own signatures, whoever brings them', async () => {
		const tablet = await site.enrol('Broken screen');
		const entries = tablet.writeInspection();
		const { receipts, expectedSeq } = await bring(tablet, entries);
		expect(results(receipts)).toEqual(['stored', 'stored', 'stored']);
		expect(expectedSeq).toBe(4);
		expect(results((await site.push(tablet, entries)).receipts)).toEqual(['duplicate', 'duplicate', 'duplicate']);
	});

	it('are kept apart and move no chain where that signature does not hold: the place waits for the real one', async () => {
		const tablet = await site.enrol('Tablet');
		const [one, two, three] = tablet.writeInspection();
		const tampered = { ...two, body: { ...two.body, tookMs: 1 } };
		const brought = await bring(tablet, [one, tampered, three]);
		expect(results(brought.receipts)).toEqual(['stored', 'quarantined', 'out-of-order']);
		expect(reasons(brought.receipts)[1]).toBe('bad-signature');
		expect(brought.expectedSeq).toBe(2);
		const damaged = await bring(tablet, [{ ...two, at: 'yesterday' }]);
		expect(reasons(damaged.receipts)).toEqual(['bad-envelope']);
		expect(results((await site.push(tablet, [two, three])).receipts)).toEqual(['stored', 'stored']);
	});

	it('say nothing about the tablet that did not send them', async () => {
		const tablet = await site.enrol('Tablet');
		await site.push(tablet, [tablet.write('capture.recorded', capture())], 5000);
		const { last_seen_at, skew_ms } = await chainOf(tablet);
		site.clock.now += 60_000;
		const lie = { ...tablet.write('capture.recorded', capture()), seq: 900, sig: 'A'.repeat(86) };
		await site.push(tablet, [lie], 0, { imported: true, lastSeq: 1000 });
		expect(await chainOf(tablet)).toMatchObject({ last_seen_at, skew_ms, seq: 1, offered_seq: 1 });
	});
});

describe('people who change while a tablet is away', () => {
	it('what someone did before leaving counts, what came after does not', async () => {
		const tablet = await site.enrol('Tablet');
		const guest = { ...person('inspector'), id: 'guest' };
		await site.state({ type: 'person.defined', body: guest });
		site.clock.now += 60_000;
		const actor = { ...by('inspector'), personId: 'guest' };
		const before = tablet.write('capture.recorded', capture(), { actor });
		site.clock.now += 60_000;
		await site.state({ type: 'person.defined', body: { ...guest, active: false } });
		site.clock.now += 60_000;
		const after = tablet.write('capture.recorded', capture(), { actor });
		expect(reasons((await site.push(tablet, [before, after])).receipts)).toEqual([null, 'person-inactive']);
	});

	it('a tablet with a slow clock does not make someone come back', async () => {
		const tablet = await site.enrol('Tablet');
		const guest = { ...person('inspector'), id: 'guest-2' };
		await site.state({ type: 'person.defined', body: guest });
		site.clock.now += 60_000;
		await site.state({ type: 'person.defined', body: { ...guest, active: false } });
		site.clock.now += 60_000;
		const at = new Date(site.clock.now - 90_000).toISOString();
		const late = tablet.write('capture.recorded', capture(), {
			at,
			actor: { ...by('inspector'), personId: 'guest-2' }
		});
		expect(reasons((await site.push(tablet, [late], -90_000)).receipts)).toEqual(['person-inactive']);
	});
});

describe('decisions that are taken back', () => {
	async function decide(tablet: Tablet) {
		const made = capture();
		const suggested = suggestion(made.id);
		const decided = decision(suggested);
		await site.push(tablet, [
			tablet.write('capture.recorded', made),
			tablet.write('suggestion.made', suggested, { actor: BY_DEVICE }),
			tablet.write('decision.made', decided)
		]);
		return { suggested, decided };
	}
	const stateOf = async (id: string) => (await readDocument(site.server.db, site.id, 'case', id))?.state;

	it('open the case again', async () => {
		const tablet = await site.enrol('Tablet');
		const { suggested, decided } = await decide(tablet);
		expect(await stateOf(suggested.id)).toBe('satisfied');
		site.clock.now += 5_000;
		await site.push(tablet, [tablet.write('decision.withdrawn', { decisionId: decided.id })]);
		expect(await stateOf(suggested.id)).toBe('open');
	});

	it('stand when it is too late, or when someone else tries', async () => {
		const tablet = await site.enrol('Tablet');
		const { suggested, decided } = await decide(tablet);
		const byOther = tablet.write('decision.withdrawn', { decisionId: decided.id }, { actor: by('quality-engineer') });
		site.clock.now += 60_000;
		const late = tablet.write('decision.withdrawn', { decisionId: decided.id });
		const unknown = tablet.write('decision.withdrawn', { decisionId: 'nothing' });
		expect(reasons((await site.push(tablet, [byOther, late, unknown])).receipts)).toEqual([
			'not-own-decision',
			'withdrawn-too-late',
			'unknown-decision'
		]);
		expect(await stateOf(suggested.id)).toBe('satisfied');
	});
});

describe('verification of the stored ledger', () => {
	it('finds a record that was altered in the store, and one that was taken out', async () => {
		const own = await TestSite.open();
		try {
			const tablet = await own.enrol('Tablet');
			const entries = tablet.writeInspection();
			await own.push(tablet, entries);
			expect((await verifyLedger(own.server, own.id)).whole).toBe(true);
			const altered = { ...entries[1], at: '2020-01-01T00:00:00.000Z' };
			await own.server.db
				.updateTable('entries')
				.set({ json: JSON.stringify(altered), hash: hashEntry(altered) })
				.where('id', '=', altered.id)
				.execute();
			const codes = async () =>
				(await verifyLedger(own.server, own.id)).devices.flatMap(({ faults }) => faults.map(({ code }) => code));
			expect(await codes()).toEqual(['altered', 'bad-signature', 'broken-chain', 'arrival-altered']);
			await own.server.db.deleteFrom('entries').where('id', '=', altered.id).execute();
			// The one after it misses it twice: on its tablet, and among the arrivals.
			expect(await codes()).toEqual(['sequence-gap', 'arrival-altered']);
			await own.server.db.deleteFrom('entries').where('id', '=', entries[2].id).execute();
			expect(await codes()).toEqual(['end-missing']);
			expect((await verifyLedger(own.server, own.id)).whole).toBe(false);
		} finally {
			await own.close();
		}
	});
});
