import { witnessBytes, type UnsentRun, type Witness } from '$lib/domain/ledger';
import { EnrolRequest } from '$lib/wire';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { deliverEntries } from '../sync/deliver';
import { newKey, TestSite, type Tablet } from '../test-site';
import { Contacts } from './contacts';
import { createEnrolmentCode, enrolDevice } from './enrol';
import { listTablets, type DeviceStatus } from './list';
import { renameDevice, revokeDevice } from './manage';
import { readMissing } from './missing';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let site: TestSite;
beforeAll(async () => {
	site = await TestSite.open();
});
afterAll(() => site.close());

const now = () => new Date(site.clock.now).toISOString();
const deliver = (tablet: Tablet, records: readonly object[], lastSeq?: number) =>
	deliverEntries(site.server, {
		site: site.id,
		device: tablet.id,
		records: records.map((record) => ({ ...record })),
		skewMs: 0,
		lastSeq
	});

async function statusOf({ id }: { id: string }): Promise<DeviceStatus> {
	const status = (await listTablets(site.server, site.id)).find((tablet) => tablet.id === id);
	if (!status) throw new Error('not in the list');
	return status;
}

function witnessOf(tablet: Tablet, unsent: UnsentRun[], lastSeq: number): Witness {
	const unsigned = { deviceId: tablet.id, lastSeq, unsent, at: '2020-01-01T00:00:00.000Z' };
	return { ...unsigned, sig: tablet.sign(witnessBytes(unsigned)) };
}

/** Enrols a new tablet; `meant` is the device the admin's code was made for. */
async function reEnrol(replaces: EnrolRequest['replaces'], meant: string | null = null): Promise<string> {
	const { code } = await createEnrolmentCode(site.server, site.id, site.admin, { replaces: meant });
	return (await enrolDevice(site.server, { code, name: 'Again', publicKey: newKey().publicKey, replaces })).deviceId;
}

/** A tablet that has sent three records and said that it holds nine. */
async function owing() {
	const tablet = await site.enrol('Owing');
	await deliver(tablet, tablet.writeInspection(), 9);
	return tablet;
}

describe('what a tablet owes', () => {
	it('is not yet sent as long as it may still come', async () => {
		expect(await statusOf(await owing())).toMatchObject({ gaps: [], notYetSent: 6, expectedSeq: 4 });
	});

	it('is missing when later records came, since then, and until the missing ones do', async () => {
		const tablet = await site.enrol('Gappy');
		const [one, two, three] = tablet.writeInspection();
		await deliver(tablet, [one]);
		const since = now();
		await deliver(tablet, [three]);
		site.clock.now += 60_000;
		await deliver(tablet, [three]);
		const gap = { from: 2, to: 2, since, personId: 'inspector', person: 'before', madeAt: null };
		expect(await statusOf(tablet)).toMatchObject({ gaps: [gap], notYetSent: 1 });
		await deliver(tablet, [two, three]);
		expect(await statusOf(tablet)).toMatchObject({ gaps: [], notYetSent: 0 });
	});

	it('is lost for good where the tablet itself says so, and counted with what is put aside', async () => {
		const tablet = await site.enrol('Forgetful');
		const [one, two, three] = tablet.writeInspection();
		if (!two) throw new Error('an inspection has three records');
		const { id, seq, type, at, actor } = two;
		await deliver(tablet, [one, { lost: true, id, seq, type, at, personId: actor.personId }, three]);
		expect(await statusOf(tablet)).toMatchObject({ gaps: [], quarantined: 1, lostOnTablet: 1, expectedSeq: 4 });
	});

	it('is missing once it is locked out, and comes in through quarantine all the same', async () => {
		const tablet = await site.enrol('Locked out');
		const entries = tablet.writeInspection();
		await deliver(tablet, entries.slice(0, 1), 3);
		await revokeDevice(site.server, site.id, site.admin, tablet.id, 'left on a bus');
		expect(await statusOf(tablet)).toMatchObject({
			lockedOut: { reason: 'left on a bus' },
			gaps: [{ from: 2, to: 3 }],
			notYetSent: 0
		});
		const { receipts } = await deliver(tablet, entries.slice(1), 3);
		expect(receipts.map(({ reason }) => reason)).toEqual(['device-revoked', 'device-revoked']);
		expect(await statusOf(tablet)).toMatchObject({ gaps: [], quarantined: 2 });
	});
});

describe('a tablet that lost its storage', () => {
	const made = '2026-11-21T06:00:00.000Z';
	const runs: UnsentRun[] = [
		{ from: 4, to: 8, personId: 'inspector', since: made },
		{ from: 9, to: 9, personId: 'quality-engineer', since: made }
	];

	it('names each record that only it held, and whose it was', async () => {
		const old = await owing();
		const id = await reEnrol({ deviceId: old.id, witness: witnessOf(old, runs, 9) });
		const status = await statusOf(old);
		expect(status.gaps).toMatchObject([
			{ from: 4, to: 8, personId: 'inspector', person: 'recorded', madeAt: made, since: now() },
			{ from: 9, to: 9, personId: 'quality-engineer', person: 'recorded' }
		]);
		expect(status).toMatchObject({ notYetSent: 0, replacedBy: { deviceId: id, proved: true }, claim: null });
		const told = await readMissing(site.server, site.id, {
			id,
			name: 'Again',
			publicKey: newKey().publicKey,
			revoked: false
		});
		expect(told.devices).toMatchObject([
			{ deviceId: old.id, name: 'Owing', earlier: true, gaps: [{ from: 4 }, { from: 9 }] }
		]);
	});

	it('misses nothing that arrived in the meantime, from wherever', async () => {
		const old = await owing();
		const witness = witnessOf(old, runs, 9);
		const later = [...old.writeInspection(), ...old.writeInspection()];
		await deliver(old, later.slice(0, 3), 9);
		await reEnrol({ deviceId: old.id, witness });
		expect((await statusOf(old)).gaps).toMatchObject([
			{ from: 7, to: 8 },
			{ from: 9, to: 9 }
		]);
		await deliver(old, later.slice(3, 5), 9);
		expect((await statusOf(old)).gaps).toMatchObject([{ from: 9, to: 9, personId: 'quality-engineer' }]);
	});

	it('names by number alone what the server knew of, when nothing was left of the tablet', async () => {
		const old = await owing();
		await reEnrol(null, old.id);
		expect(await statusOf(old)).toMatchObject({
			lockedOut: { at: now() },
			gaps: [{ from: 4, to: 9, personId: 'inspector', person: 'before' }],
			replacedBy: { proved: false }
		});
	});
});

describe('a queue file of another tablet', () => {
	const bring = (tablet: Tablet, records: readonly object[]) =>
		deliverEntries(site.server, {
			site: site.id,
			device: tablet.id,
			records: records.map((record) => ({ ...record })),
			skewMs: 0,
			imported: true
		});

	it('closes the gap that its tablet left', async () => {
		const tablet = await site.enrol('Dead');
		const entries = [...tablet.writeInspection(), ...tablet.writeInspection()];
		await deliver(tablet, entries.slice(0, 2), 6);
		await deliver(tablet, entries.slice(5), 6);
		expect((await statusOf(tablet)).gaps).toMatchObject([{ from: 3, to: 5 }]);
		const { receipts } = await bring(tablet, entries.slice(2, 5));
		expect(receipts.map(({ result }) => result)).toEqual(['stored', 'stored', 'stored']);
		expect(await statusOf(tablet)).toMatchObject({ gaps: [], notYetSent: 1, lastSeenAt: now() });
	});

	it('makes no gap and moves no chain with a record that the tablet did not sign', async () => {
		const tablet = await site.enrol('Forged');
		const [one] = tablet.writeInspection();
		await bring(tablet, [
			{ ...one, seq: 900 },
			{ ...one, seq: 1, at: '2020-01-01T00:00:00.000Z' }
		]);
		expect(await statusOf(tablet)).toMatchObject({ gaps: [], notYetSent: 0, expectedSeq: 1, quarantined: 2 });
	});
});

describe('a claim to take another tablet’s place', () => {
	it('locks nobody out when nothing proves it, and is shown', async () => {
		const old = await owing();
		const forged = { ...witnessOf(old, [], 9), lastSeq: 12 };
		const id = await reEnrol({ deviceId: old.id, witness: forged });
		expect(await statusOf(old)).toMatchObject({
			lockedOut: null,
			replacedBy: null,
			gaps: [],
			notYetSent: 6,
			claim: { deviceId: id, proved: false, lastSeq: 9 }
		});
	});

	it('locks nobody out with a witness older than what the tablet has sent since', async () => {
		const old = await owing();
		const stale = witnessOf(old, [], 5);
		await reEnrol({ deviceId: old.id, witness: stale });
		expect(await statusOf(old)).toMatchObject({ lockedOut: null, claim: { proved: true } });
	});

	it('counts, with what it names, once the admin locks the tablet out', async () => {
		const old = await owing();
		await reEnrol({ deviceId: old.id, witness: witnessOf(old, [], 5) });
		await revokeDevice(site.server, site.id, site.admin, old.id, 'its storage was lost');
		expect(await statusOf(old)).toMatchObject({
			gaps: [{ from: 4, to: 9 }],
			claim: null,
			replacedBy: { proved: true }
		});
	});

	it('never keeps a tablet from joining, whatever is left of the old one', async () => {
		for (const witness of [{ nonsense: true }, { deviceId: 'nobody', lastSeq: -1 }]) {
			const { code } = await createEnrolmentCode(site.server, site.id, site.admin);
			const replaces = { deviceId: 'nobody', witness };
			const request = v.parse(EnrolRequest, { code, name: 'Again', publicKey: newKey().publicKey, replaces });
			await expect(enrolDevice(site.server, request)).resolves.toMatchObject({ site: { id: site.id } });
		}
	});

	it('never reaches the server’s own chain', async () => {
		await reEnrol({ deviceId: site.setup.site.id, witness: null });
		const own = await site.server.db.selectFrom('sites').select('service_device').executeTakeFirstOrThrow();
		await reEnrol({ deviceId: own.service_device, witness: null });
		await expect(reEnrol(null, own.service_device)).rejects.toMatchObject({ code: 'not-found' });
	});
});

describe('the list of tablets', () => {
	it('shows the name an admin gave, and keeps a locked-out tablet locked out', async () => {
		const tablet = await site.enrol('Tablet 7');
		await revokeDevice(site.server, site.id, site.admin, tablet.id, 'lost');
		await renameDevice(site.server, site.id, site.admin, tablet.id, 'Tablet 8');
		expect(await statusOf(tablet)).toMatchObject({ name: 'Tablet 8', lockedOut: { reason: 'lost' } });
		const { receipts } = await deliver(tablet, tablet.writeInspection());
		expect(receipts[0]?.reason).toBe('device-revoked');
		const by = { ...site.admin, role: 'supervisor' } as const;
		await expect(renameDevice(site.server, site.id, by, tablet.id, 'Mine')).rejects.toMatchObject({
			code: 'forbidden'
		});
	});

	it('shows when a tablet last called, though it had nothing to send', async () => {
		const { id } = await site.enrol('Quiet');
		const device = { id, name: 'Quiet', publicKey: newKey().publicKey, revoked: false };
		expect((await statusOf({ id })).lastSeenAt).toBeNull();
		const contacts = new Contacts(site.server);
		await contacts.note(site.id, { device, skewMs: 4000 }, '1.2.3');
		const first = now();
		site.clock.now += 10_000;
		await contacts.note(site.id, { device, skewMs: 0 }, '1.2.3');
		expect(await statusOf({ id })).toMatchObject({ lastSeenAt: first, skewMs: 4000, app: '1.2.3' });
		site.clock.now += 60_000;
		await contacts.note(site.id, { device, skewMs: 0 }, null);
		expect(await statusOf({ id })).toMatchObject({ lastSeenAt: now(), app: null });
	});
});
