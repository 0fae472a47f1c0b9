import 'fake-indexeddb/auto';
import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LocalDatabase, writeSetting } from '$lib/local-db';
import { onSmallDisk } from '$lib/local-db/testing/small-disk';
import { Tablet } from './tablet.svelte';

const ITERATIONS = 1000;

function verifierFor(pin: string) {
	const salt = randomBytes(16);
	const hash = pbkdf2Sync(pin, salt, ITERATIONS, 32, 'sha256').toString('base64url');
	return { salt: salt.toString('base64url'), iterations: ITERATIONS, hash };
}

const PEOPLE = [
	{ id: 'ana', name: 'Ana', role: 'inspector', active: true, sample: false, pin: verifierFor('1234') },
	{ id: 'ben', name: 'Ben', role: 'inspector', active: true, sample: false, pin: verifierFor('5678') },
	{ id: 'pia', name: 'Pia', role: 'planner', active: true, sample: false, pin: verifierFor('1111') },
	{ id: 'lea', name: 'Lea', role: 'inspector', active: false, sample: false, pin: verifierFor('1111') },
	{ id: 'new', name: 'Noah', role: 'inspector', active: true, sample: false, pin: null }
];

let database: LocalDatabase;
let tablet: Tablet;
let now: number;

function newTablet(): Tablet {
	return new Tablet({ database, now: () => now });
}

async function restart(): Promise<void> {
	tablet.stop();
	database.close();
	database = new LocalDatabase(database.name);
	tablet = newTablet();
	await tablet.start();
}

async function recordedTypes(): Promise<string[]> {
	return (await database.entries.orderBy('seq').toArray()).map(({ type }) => type);
}

beforeEach(async () => {
	now = Date.parse('2026-11-22T10:00:00.000Z');
	vi.stubGlobal('document', { documentElement: { dataset: {} }, addEventListener() {}, removeEventListener() {} });
	vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
	vi.stubGlobal('addEventListener', () => undefined);
	vi.stubGlobal('removeEventListener', () => undefined);
	vi.stubGlobal('navigator', { onLine: false, locks: navigator.locks });
	database = new LocalDatabase(`tablet-${v7()}`);
	const keyPair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
	const identity = {
		deviceId: 'tablet-1',
		deviceName: 'Press line',
		siteId: 'site-1',
		keyPair,
		enrolledAt: new Date(now).toISOString()
	};
	await writeSetting(database, 'identity', identity);
	await database.documents.bulkPut(
		PEOPLE.map((value, index) => ({ kind: 'person', id: value.id, position: index + 1, value }))
	);
	tablet = newTablet();
	await tablet.start();
});

afterEach(() => {
	tablet.stop();
	database.close();
	vi.unstubAllGlobals();
});

it('starts on a full disk, shows who works here, and says only at the PIN that there is no room', async () => {
	tablet.stop();
	database.close();
	database = new LocalDatabase(database.name);
	const disk = onSmallDisk(database);
	disk.full = true;
	tablet = newTablet();
	await tablet.start();
	expect(tablet.status).toBe('locked');
	await expect(tablet.session.signIn('ana', '1234')).rejects.toMatchObject({ code: 'storage-full' });
	disk.full = false;
	expect(await tablet.session.signIn('ana', '1234')).toBe('ok');
});

describe('signing in', () => {
	it('opens the tablet with the right PIN and puts the start on record', async () => {
		expect(tablet.status).toBe('locked');
		expect(await tablet.session.signIn('ana', '1234')).toBe('ok');
		expect(tablet.status).toBe('ready');
		expect(tablet.session.person?.name).toBe('Ana');
		expect(await database.entries.get(1)).toMatchObject({
			type: 'session.started',
			entry: { device: 'tablet-1', site: 'site-1', actor: { personId: 'ana', role: 'inspector', proof: 'pin-offline' } }
		});
	});

	it('slows down with each wrong PIN: 1, 2, 4 … seconds, then 5 minutes from the eighth', async () => {
		const waits: number[] = [];
		for (let wrong = 1; wrong <= 9; wrong++) {
			const result = await tablet.session.signIn('ana', '0000');
			if (typeof result === 'string') throw new Error(`a wrong PIN must make wait, not: ${result}`);
			waits.push(result.waitMs / 1000);
			now += result.waitMs;
		}
		expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 300, 300]);
		expect(await tablet.session.signIn('ana', '1234')).toBe('ok');
	});

	it('does not even look at a PIN before the wait is over', async () => {
		await tablet.session.signIn('ana', '0000');
		now += 400;
		expect(await tablet.session.signIn('ana', '1234')).toEqual({ wrong: true, waitMs: 600, checked: false });
		now += 600;
		expect(await tablet.session.signIn('ana', '1234')).toBe('ok');
	});

	it('remembers wrong PINs over a restart, and for each person alone', async () => {
		await tablet.session.signIn('ana', '0000');
		await restart();
		expect(await tablet.session.standing('ana')).toEqual({ waitMs: 1000, locked: false });
		expect(await tablet.session.signIn('ana', '1234')).toMatchObject({ wrong: true, checked: false });
		expect(await tablet.session.signIn('ben', '5678')).toBe('ok');
	});

	it('waits no longer than asked when the clock is set back', async () => {
		await tablet.session.signIn('ana', '0000');
		now -= 365 * 86_400_000;
		expect(await tablet.session.signIn('ana', '1234')).toMatchObject({ waitMs: 1000 });
		now += 1000;
		expect(await tablet.session.signIn('ana', '1234')).toBe('ok');
	});

	it('takes the same right PIN sent twice at once', async () => {
		expect(await Promise.all([tablet.session.signIn('ana', '1234'), tablet.session.signIn('ana', '1234')])).toEqual([
			'ok',
			'ok'
		]);
	});

	it('says why somebody cannot sign in here', async () => {
		await expect(tablet.session.signIn('pia', '1111')).rejects.toMatchObject({ code: 'not-on-floor' });
		await expect(tablet.session.signIn('lea', '1111')).rejects.toMatchObject({ code: 'person-unknown' });
		await expect(tablet.session.signIn('nobody', '1111')).rejects.toMatchObject({ code: 'person-unknown' });
		await expect(tablet.session.signIn('new', '1111')).rejects.toMatchObject({ code: 'no-pin' });
		expect(tablet.register.floorPeople.map(({ id }) => id)).toEqual(['ana', 'ben']);
	});

	it('is out again after signing out, with both ends on record', async () => {
		await tablet.session.signIn('ana', '1234');
		await tablet.session.signOut();
		expect(tablet.status).toBe('locked');
		expect(await recordedTypes()).toEqual(['session.started', 'session.ended']);
		expect(tablet.session.lastPersonId).toBe('ana');
	});

	it('ends the session of whoever was there before', async () => {
		await tablet.session.signIn('ana', '1234');
		await tablet.session.signIn('ben', '5678');
		expect(tablet.session.person?.id).toBe('ben');
		expect(await recordedTypes()).toEqual(['session.started', 'session.ended', 'session.started']);
	});
});

describe('locking', () => {
	it('stays open over a restart within the time, and with a touch for longer', async () => {
		await tablet.session.signIn('ana', '1234');
		now += 14 * 60_000;
		tablet.session.touch();
		await vi.waitFor(async () =>
			expect((await database.settings.get('session'))?.value).toMatchObject({
				unlockedUntil: '2026-11-22T10:29:00.000Z'
			})
		);
		now += 14 * 60_000;
		await restart();
		expect(tablet.status).toBe('ready');
	});

	it('locks after 15 minutes without a touch, keeps the draft, and says when it ended', async () => {
		await tablet.session.signIn('ana', '1234');
		const draft = {
			personId: 'ana',
			capture: null,
			viewIndex: 1,
			state: { note: 'half done' },
			at: new Date(now).toISOString()
		};
		await database.drafts.put(draft);
		now += 20 * 60_000;
		await restart();
		expect(tablet.status).toBe('locked');
		expect(await database.drafts.get('ana')).toEqual(draft);
		expect((await database.entries.get(2))?.entry).toMatchObject({
			type: 'session.ended',
			actor: { personId: null, proof: 'device' },
			body: { personId: 'ana', endedAt: '2026-11-22T10:15:00.000Z' }
		});
	});

	it('does not let a late touch open what has locked', async () => {
		await tablet.session.signIn('ana', '1234');
		now += 16 * 60_000;
		tablet.session.touch();
		await vi.waitFor(() => expect(tablet.status).toBe('locked'));
	});

	it('puts nothing on record in the name of somebody who has left', async () => {
		await tablet.session.signIn('ana', '1234');
		await database.documents.put({ kind: 'person', id: 'ana', position: 9, value: { ...PEOPLE[0], active: false } });
		await vi.waitFor(() => expect(tablet.status).toBe('locked'));
		await expect(tablet.record([{ type: 'decision.withdrawn', body: { decisionId: 'd' } }])).rejects.toMatchObject({
			code: 'nobody-signed-in'
		});
	});
});

describe('recording', () => {
	it('speaks in the name of who is signed in, on one chain', async () => {
		await tablet.session.signIn('ana', '1234');
		const [entry] = await tablet.record([{ type: 'decision.withdrawn', body: { decisionId: 'd' } }]);
		expect(entry).toMatchObject({ seq: 2, actor: { personId: 'ana' }, at: '2026-11-22T10:00:00.000Z' });
	});

	it('refuses what nobody has signed in for', async () => {
		await expect(tablet.record([{ type: 'decision.withdrawn', body: { decisionId: 'd' } }])).rejects.toMatchObject({
			code: 'nobody-signed-in'
		});
	});

	it('refuses what the person’s role may not state, and what is not complete, and keeps nothing of it', async () => {
		await tablet.session.signIn('ana', '1234');
		await expect(
			tablet.record([{ type: 'pin.unlocked', body: { personId: 'ben', at: '2026-11-22T08:00:00Z' } }])
		).rejects.toMatchObject({
			code: 'not-allowed'
		});
		await expect(tablet.record([{ type: 'decision.withdrawn', body: { decisionId: '' } }])).rejects.toMatchObject({
			code: 'record-incomplete',
			facts: { path: 'decisionId' }
		});
		expect(await recordedTypes()).toEqual(['session.started']);
	});

	it('counts today’s decisions that still stand', async () => {
		await tablet.session.signIn('ana', '1234');
		const decision = (id: string) => ({
			type: 'decision.made' as const,
			body: {
				id,
				captureId: 'c',
				suggestionId: 's',
				supersedes: null,
				note: '',
				reveal: 'suggestion-first' as const,
				shownAt: null,
				policyVersion: 1,
				ruleId: null,
				verdict: 'accept' as const,
				class: 'good'
			}
		});
		await tablet.record([decision('one'), decision('two')]);
		await tablet.record([{ type: 'decision.withdrawn', body: { decisionId: 'one' } }]);
		expect(await tablet.decisionsToday('ana')).toBe(1);
		now += 86_400_000;
		expect(await tablet.decisionsToday('ana')).toBe(0);
	});
});

describe('a new tablet', () => {
	/** A server with one site: registers the tablet and hands out its people. */
	const server: typeof fetch = async (input, init) => {
		const { pathname } = new URL(new Request(input, init).url);
		const serverTime = new Date().toISOString();
		if (pathname === '/api/devices')
			return Response.json({ deviceId: 'tablet-9', site: { id: 'site-1', name: 'Works', demo: false } });
		const documents = PEOPLE.map((value, index) => ({ kind: 'person', id: value.id, position: index + 1, value }));
		return Response.json({ documents, position: documents.length, more: false, serverTime });
	};

	beforeEach(async () => {
		tablet.stop();
		database.close();
		vi.stubGlobal('location', { origin: 'https://site.test' });
		database = new LocalDatabase(`tablet-${v7()}`);
	});

	it('is enrolled, knows the site’s people, and lets one of them sign in', async () => {
		tablet = new Tablet({ database, now: () => now, fetch: server });
		await tablet.start();
		expect(tablet.status).toBe('not-enrolled');
		await tablet.enrol('ABCD-EFGH-JKLM', 'Press line');
		expect(tablet.status).toBe('locked');
		expect(tablet.device).toEqual({ id: 'tablet-9', name: 'Press line' });
		expect(tablet.register.site?.name).toBe('Works');
		expect(await tablet.session.signIn('ana', '1234')).toBe('ok');
	});

	it('is enrolled all the same when the network goes right after', async () => {
		const onceOnly: typeof fetch = async (input, init) => {
			if (new Request(input, init).url.endsWith('/api/devices')) return server(input, init);
			throw new TypeError('Failed to fetch');
		};
		tablet = new Tablet({ database, now: () => now, fetch: onceOnly });
		await tablet.start();
		await tablet.enrol('ABCD-EFGH-JKLM', 'Press line');
		expect(tablet.status).toBe('locked');
		expect(tablet.register.floorPeople).toEqual([]);
	});

	it('says why it cannot work when the browser keeps its storage from it, and starts when it gives it back', async () => {
		tablet = new Tablet({ database, now: () => now });
		const open = vi
			.spyOn(database, 'open')
			.mockRejectedValueOnce(Object.assign(new Error('refused'), { name: 'InvalidStateError' }));
		await tablet.start();
		expect(tablet.status).toBe('failed');
		expect(tablet.failure).toMatchObject({ code: 'storage-failed' });
		open.mockRestore();
		await tablet.start();
		expect(tablet.status).toBe('not-enrolled');
	});

	it('starts once when it is started twice', async () => {
		tablet = new Tablet({ database, now: () => now });
		const begun = vi.spyOn(tablet.session, 'start');
		await Promise.all([tablet.start(), tablet.start()]);
		expect(begun).toHaveBeenCalledTimes(1);
		expect(tablet.status).toBe('not-enrolled');
	});
});
