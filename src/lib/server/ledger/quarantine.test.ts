import { hashEntry, type EntryEnvelope } from '$lib/domain/ledger';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Account } from '../auth';
import { revokeDevice } from '../devices';
import { readDocument, rebuildProjections } from '../projections';
import { by, capture, suggestion, TestSite, type Tablet } from '../test-site';
import { correctRecord, dismissRecord, releaseRecord, whyNotReleased, type QuarantineKey } from './quarantine';
import { listQuarantine, readKept } from './quarantine-list';
import { verifyLedger } from './verify';
import { verifyEntry } from './verify-entry';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let site: TestSite;
beforeAll(async () => {
	site = await TestSite.open();
});
afterAll(() => site.close());

const keyOf = (tablet: Tablet, entry: EntryEnvelope): QuarantineKey => ({
	deviceId: tablet.id,
	seq: entry.seq,
	hash: hashEntry(entry)
});
const release = (key: QuarantineKey, reason = 'Seen with Ida') =>
	releaseRecord(site.server, site.id, site.admin, key, reason);

async function standing(tablet: Tablet) {
	const { devices } = await verifyLedger(site.server, site.id);
	return devices.find(({ deviceId }) => deviceId === tablet.id);
}

/** A tablet that was locked out before its inspection arrived. */
async function lockedOut() {
	const tablet = await site.enrol('Locked out');
	const entries = tablet.writeInspection();
	await revokeDevice(site.server, site.id, site.admin, tablet.id, 'left on a bus');
	await site.push(tablet, entries);
	return { tablet, entries };
}

describe('a record an admin releases', () => {
	it('becomes an entry at the next position, and the case shows what was decided', async () => {
		const { tablet, entries } = await lockedOut();
		for (const entry of entries) await release(keyOf(tablet, entry));
		const [, suggested] = entries;
		const found = await readDocument(site.server.db, site.id, 'case', String(suggested.body.id));
		expect(found).toMatchObject({ verdict: 'accept', decidedBy: 'inspector' });
		expect(await standing(tablet)).toMatchObject({ entries: 3, quarantined: 0, faults: [] });
	});

	it('is shown as sound by itself, and so is what followed it on its tablet and arrived before it', async () => {
		const tablet = await site.enrol('Late');
		const stranger = { personId: 'nobody-here', role: 'inspector', proof: 'pin-offline' } as const;
		const doubted = () => tablet.write('capture.recorded', capture(), { actor: stranger });
		const [first, second] = [doubted(), doubted()];
		const entries = [first, second, ...tablet.writeInspection()];
		await site.push(tablet, entries);
		await release(keyOf(tablet, first));
		await release(keyOf(tablet, second));
		const standingOf = async ({ id }: EntryEnvelope) => {
			const row = await site.server.db.selectFrom('entries').select('position').where('id', '=', id).executeTakeFirst();
			return row && verifyEntry(site.server, site.id, row.position);
		};
		expect(await Promise.all(entries.map(standingOf))).toEqual(['first', 'sound', 'sound', 'sound', 'sound']);
	});

	it('stays in quarantine word for word, with who released it and why', async () => {
		const { tablet, entries } = await lockedOut();
		const { position } = await release(keyOf(tablet, entries[0]), '  It was found in locker 4  ');
		const kept = await readKept(site.server, site.id, keyOf(tablet, entries[0]));
		expect(kept).toMatchObject({
			reason: 'device-revoked',
			record: entries[0],
			settled: {
				resolution: 'released',
				reason: 'It was found in locker 4',
				personId: site.admin.personId,
				entryId: entries[0].id,
				position: position + 1
			}
		});
	});

	it('is told to the tablet, as a document', async () => {
		const { tablet, entries } = await lockedOut();
		await release(keyOf(tablet, entries[0]), 'Found again');
		expect(await readDocument(site.server.db, site.id, 'quarantined', hashEntry(entries[0]))).toMatchObject({
			deviceId: tablet.id,
			seq: 1,
			resolution: 'released',
			reason: 'Found again',
			personId: site.admin.personId
		});
	});

	it('is released once, however often and at once it is asked for', async () => {
		const { tablet, entries } = await lockedOut();
		const key = keyOf(tablet, entries[0]);
		const tries = await Promise.allSettled([
			release(key),
			release(key),
			dismissRecord(site.server, site.id, site.admin, key, 'no')
		]);
		expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
		const settled = tries.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
		expect(settled).toEqual(['AlreadySettled', 'AlreadySettled']);
	});

	it('counts as sent before when the tablet sends it again', async () => {
		const { tablet, entries } = await lockedOut();
		await release(keyOf(tablet, entries[0]));
		const { receipts } = await site.push(tablet, entries);
		expect(receipts.map(({ result }) => result)).toEqual(['duplicate', 'quarantined', 'quarantined']);
	});

	it('is there again after everything was derived anew', async () => {
		const { tablet, entries } = await lockedOut();
		await release(keyOf(tablet, entries[0]));
		await dismissRecord(site.server, site.id, site.admin, keyOf(tablet, entries[1]), 'a test');
		const before = await listQuarantine(site.server, site.id, { state: 'settled', device: tablet.id }, 0, 10);
		const documents = () => site.server.db.selectFrom('documents').selectAll().orderBy('kind').orderBy('id').execute();
		const derived = await documents();
		await rebuildProjections(site.server, site.id);
		expect(await documents()).toEqual(derived);
		expect(await listQuarantine(site.server, site.id, { state: 'settled', device: tablet.id }, 0, 10)).toEqual(before);
		expect(before.records).toHaveLength(2);
	});

	it('may be what a person stated who left, or had no right to: the admin vouches', async () => {
		const tablet = await site.enrol('Planner’s');
		const made = capture();
		const entry = tablet.write('capture.recorded', made, { actor: by('planner') });
		await site.push(tablet, [entry]);
		expect(await whyNotReleased(site.server, site.id, keyOf(tablet, entry))).toBeNull();
		await release(keyOf(tablet, entry));
		expect((await standing(tablet))?.faults).toEqual([]);
	});

	it('may take the place of a damaged record, and the chain is whole again', async () => {
		const tablet = await site.enrol('Damaged');
		const [one, two, three] = tablet.writeInspection();
		await site.push(tablet, [{ ...one, body: { ...one.body, sample: true } }, two, three]);
		expect((await standing(tablet))?.faults).toEqual([{ seq: 1, position: null, code: 'unreadable-record' }]);
		const again = await site.push(tablet, [one]);
		expect(again.receipts).toMatchObject([{ result: 'quarantined', reason: 'fork' }]);
		await release(keyOf(tablet, one));
		expect(await standing(tablet)).toMatchObject({ entries: 3, faults: [] });
	});
});

describe('a record that cannot be released', () => {
	it('is one whose signature is not the tablet’s', async () => {
		const tablet = await site.enrol('Forged');
		const [one] = tablet.writeInspection();
		const forged = { ...one, at: '2026-11-22T07:00:00.000Z' };
		await site.push(tablet, [forged]);
		await expect(release(keyOf(tablet, forged))).rejects.toMatchObject({ fault: 'bad-signature' });
	});

	it('is one whose place is taken, or whose id is', async () => {
		const tablet = await site.enrol('Twice');
		const [one] = tablet.writeInspection();
		await site.push(tablet, [one]);
		tablet.head = { seq: 0, hash: null };
		const fork = tablet.write('capture.recorded', capture());
		tablet.head = { seq: 1, hash: hashEntry(one) };
		const taken = tablet.write('capture.recorded', { ...capture(), id: String(one.body.id) });
		await site.push(tablet, [fork, taken]);
		await expect(release(keyOf(tablet, fork))).rejects.toMatchObject({ fault: 'fork' });
		await expect(release(keyOf(tablet, taken))).rejects.toMatchObject({ fault: 'id-taken' });
	});

	it('is one that would write the register', async () => {
		const tablet = await site.enrol('Greedy');
		const admin = { id: 'x', name: 'Eve', role: 'admin' as const, active: true, sample: false };
		const entry = tablet.write('person.defined', admin);
		await site.push(tablet, [entry]);
		await expect(release(keyOf(tablet, entry))).rejects.toMatchObject({ fault: 'not-from-tablets' });
		expect(await readDocument(site.server.db, site.id, 'person', 'x')).toBeNull();
	});

	it('waits for the decision that it takes back', async () => {
		const tablet = await site.enrol('Early');
		const entry = tablet.write('decision.withdrawn', { decisionId: 'nowhere' });
		await site.push(tablet, [entry]);
		await expect(release(keyOf(tablet, entry))).rejects.toMatchObject({ fault: 'unknown-decision' });
	});

	it('is anyone’s but an admin’s to settle, and needs a reason', async () => {
		const { tablet, entries } = await lockedOut();
		const key = keyOf(tablet, entries[0]);
		const engineer: Account = { ...site.admin, role: 'quality-engineer' };
		await expect(releaseRecord(site.server, site.id, engineer, key, 'why not')).rejects.toMatchObject({
			code: 'forbidden'
		});
		await expect(dismissRecord(site.server, site.id, engineer, key, 'why not')).rejects.toMatchObject({
			code: 'forbidden'
		});
		await expect(correctRecord(site.server, site.id, engineer, key, {}, 'why not')).rejects.toMatchObject({
			code: 'forbidden'
		});
		await expect(release(key, ' ')).rejects.toMatchObject({ code: 'invalid-request' });
		await expect(release({ ...key, seq: 99 })).rejects.toMatchObject({ code: 'not-found' });
	});
});

describe('a record an admin corrects', () => {
	it('is stated anew in the admin’s name, by the server, with what it corrects', async () => {
		const tablet = await site.enrol('Unit');
		const entry = tablet.write('unit.registered', { id: 'unit-x', partId: 'part-tile', serial: null, lot: null });
		await site.push(tablet, [entry]);
		const key = keyOf(tablet, entry);
		const correct = (body: Record<string, unknown>) =>
			correctRecord(site.server, site.id, site.admin, key, body, 'The label says 77');
		await expect(correct(entry.body)).rejects.toMatchObject({ fault: 'bad-body' });
		await expect(correct({ ...entry.body, partId: 7 })).rejects.toMatchObject({ fault: 'bad-body', where: 'partId' });
		const { entryId } = await correct({ ...entry.body, serial: '77' });
		expect(await readDocument(site.server.db, site.id, 'unit', 'unit-x')).toMatchObject({ serial: '77' });
		const row = await site.server.db
			.selectFrom('entries')
			.select(['person', 'json'])
			.where('id', '=', entryId)
			.executeTakeFirstOrThrow();
		expect(row.person).toBe(site.admin.personId);
		expect((JSON.parse(row.json) as EntryEnvelope).device).not.toBe(tablet.id);
		expect((await readKept(site.server, site.id, key))?.settled).toMatchObject({ resolution: 'corrected', entryId });
		await expect(release(key)).rejects.toMatchObject({ name: 'AlreadySettled' });
	});

	it('must meet the rules itself', async () => {
		const tablet = await site.enrol('Rules');
		const made = capture();
		const entries = [
			tablet.write('capture.recorded', made),
			tablet.write('suggestion.made', suggestion(made.id), { actor: by('planner') })
		];
		await site.push(tablet, entries);
		const taken = tablet.write('capture.recorded', { ...made });
		await site.push(tablet, [taken]);
		await expect(
			correctRecord(site.server, site.id, site.admin, keyOf(tablet, taken), taken.body, 'again')
		).rejects.toMatchObject({ fault: 'id-taken' });
	});
});

describe('the list of what is kept', () => {
	it('tells open from settled, and one tablet’s from another’s', async () => {
		const { tablet, entries } = await lockedOut();
		await dismissRecord(site.server, site.id, site.admin, keyOf(tablet, entries[1]), 'a test');
		const list = (state: 'open' | 'settled', skip = 0, limit = 10) =>
			listQuarantine(site.server, site.id, { state, device: tablet.id }, skip, limit);
		expect((await list('open')).records.map(({ seq }) => seq)).toEqual([1, 3]);
		expect((await list('settled')).records.map(({ seq }) => seq)).toEqual([2]);
		expect(await list('open', 1, 1)).toMatchObject({ records: [{ seq: 3 }], total: 2 });
		expect(
			(await listQuarantine(site.server, site.id, { state: 'open', device: tablet.id, reason: 'fork' }, 0, 9)).total
		).toBe(0);
	});
});
