import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readWitness } from '$lib/device';
import { fromBase64Url, witnessBytes, type EntryEnvelope } from '$lib/domain/ledger';
import { LocalDatabase, readSetting, writeSetting } from '$lib/local-db';
import { Tablet } from './tablet.svelte';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const ANA = { id: 'ana', name: 'Ana Ruiz', role: 'inspector', active: true, sample: false, pin: null };

let database: LocalDatabase;
let tablet: Tablet;
let keyPair: CryptoKeyPair;
let beside: Map<string, string>;
let asked: unknown[];
let imported: EntryEnvelope[];

/** Registers every tablet as `tablet-2` and takes what it brings. */
const server: typeof fetch = async (input, init) => {
	const request = new Request(input, init);
	const { pathname } = new URL(request.url);
	const serverTime = new Date().toISOString();
	if (pathname === '/api/devices') {
		asked.push(await request.json());
		return Response.json({ deviceId: 'tablet-2', site: { id: 'site-1', name: 'Works', demo: false } });
	}
	if (pathname === '/api/sync/import') {
		const { entries } = (await request.json()) as { entries: EntryEnvelope[] };
		imported.push(...entries);
		const receipts = entries.map(({ id, seq }) => ({ id, seq, result: 'stored', position: 1, reason: null }));
		return Response.json({ receipts, expectedSeq: 99, missingPhotos: [], serverTime });
	}
	return Response.json({ documents: [], position: 0, more: false, serverTime });
};

beforeEach(async () => {
	beside = new Map();
	asked = [];
	imported = [];
	vi.stubGlobal('document', { documentElement: { dataset: {} }, addEventListener() {}, removeEventListener() {} });
	vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
	vi.stubGlobal('addEventListener', () => undefined);
	vi.stubGlobal('removeEventListener', () => undefined);
	vi.stubGlobal('navigator', { onLine: false, locks: navigator.locks });
	vi.stubGlobal('location', { origin: 'https://site.test' });
	vi.stubGlobal('localStorage', {
		getItem: (key: string) => beside.get(key) ?? null,
		setItem: (key: string, value: string) => beside.set(key, value)
	});
	database = new LocalDatabase(`lost-${v7()}`);
	keyPair = await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
	const enrolledAt = new Date().toISOString();
	const identity = { deviceId: 'tablet-1', deviceName: 'Press line', siteId: 'site-1', keyPair, enrolledAt };
	await writeSetting(database, 'identity', identity);
	await database.documents.put({ kind: 'person', id: 'ana', position: 1, value: ANA });
	const unlockedUntil = new Date(Date.now() + 600_000).toISOString();
	await writeSetting(database, 'session', { personId: 'ana', areaId: null, startedAt: enrolledAt, unlockedUntil });
	tablet = new Tablet({ database, fetch: server });
	await tablet.start();
});

afterEach(() => {
	tablet.stop();
	database.close();
	vi.unstubAllGlobals();
});

async function record(count: number): Promise<void> {
	for (let index = 0; index < count; index++) {
		await tablet.record([{ type: 'decision.withdrawn', body: { decisionId: v7() } }]);
	}
}

const witnessed = () => vi.waitFor(() => expect(readWitness()).not.toBeNull());
const witnessTo = (lastSeq: number) =>
	vi.waitFor(() => expect(readWitness()?.witness.lastSeq).toBe(lastSeq), { timeout: 5000 });

async function restart(): Promise<void> {
	tablet.stop();
	database.close();
	database = new LocalDatabase(database.name);
	tablet = new Tablet({ database, fetch: server });
	await tablet.start();
}

describe('the witness beside the database', () => {
	it('names what is not confirmed, signed by the tablet, as soon as it is recorded', async () => {
		await record(3);
		await witnessTo(3);
		const kept = readWitness();
		if (!kept) throw new Error('no witness');
		expect(kept).toMatchObject({ deviceName: 'Press line', people: { ana: 'Ana Ruiz' } });
		expect(kept.witness.unsent).toMatchObject([{ from: 1, to: 3, personId: 'ana' }]);
		const genuine = await crypto.subtle.verify(
			{ name: 'ECDSA', hash: 'SHA-256' },
			keyPair.publicKey,
			fromBase64Url(kept.witness.sig),
			witnessBytes(kept.witness)
		);
		expect(genuine).toBe(true);
	});

	it('lets go of what was confirmed, whoever received the confirmation', async () => {
		await record(3);
		const serviceWorker = new LocalDatabase(database.name);
		await serviceWorker.outbox.bulkDelete([1, 2]);
		await vi.waitFor(() => expect(readWitness()?.witness.unsent).toMatchObject([{ from: 3, to: 3 }]), {
			timeout: 5000
		});
		serviceWorker.close();
	});

	it('goes on after a restart, with what was recorded before it', async () => {
		await record(2);
		await restart();
		await record(1);
		await witnessTo(3);
		expect(readWitness()?.witness.unsent).toMatchObject([{ from: 1, to: 3 }]);
	});
});

describe('a tablet whose storage the browser has cleared', () => {
	beforeEach(async () => {
		await record(4);
		await witnessTo(4);
		tablet.stop();
		database.close();
		await Dexie.delete(database.name);
		await restart();
	});

	it('says so instead of looking new', () => {
		expect(tablet.status).toBe('storage-lost');
		expect(tablet.witness).toMatchObject({ deviceName: 'Press line', witness: { lastSeq: 4 } });
	});

	it('tells the server, with its old key’s word, what only it held', async () => {
		const { witness } = readWitness() ?? {};
		await tablet.enrol('ABCD-EFGH-JKLM', 'Press line');
		expect(asked).toMatchObject([{ replaces: { deviceId: 'tablet-1', witness } }]);
		expect(tablet.status).toBe('locked');
		await vi.waitFor(() => expect(readWitness()?.witness).toMatchObject({ deviceId: 'tablet-2', lastSeq: 0 }));
	});
});

describe('a tablet whose database has lost part of what it held', () => {
	it('is whole after a normal restart, with and without a witness', async () => {
		await record(3);
		await witnessed();
		await restart();
		expect(tablet.status).toBe('ready');
		beside.clear();
		await restart();
		expect(tablet.status).toBe('ready');
	});

	it('notices at the start that its newest records are gone, and adds nothing', async () => {
		await record(4);
		await witnessTo(4);
		await database.entries.bulkDelete([3, 4]);
		await database.outbox.bulkDelete([3, 4]);
		await restart();
		expect(tablet.status).toBe('damaged');
		expect(tablet.damage).toEqual({ missing: [{ from: 3, to: 4 }], unreadable: false });
		expect(() => tablet.session.actor()).toThrow();
	});

	it('notices records that are owed and gone, without a witness too', async () => {
		await record(5);
		beside.clear();
		await database.entries.bulkDelete([2, 3, 5]);
		await restart();
		expect(tablet.damage?.missing).toEqual([
			{ from: 2, to: 3 },
			{ from: 5, to: 5 }
		]);
	});

	it('takes what is left along when it is registered again, and brings it to the server', async () => {
		await record(4);
		await witnessTo(4);
		const ids = (await database.entries.orderBy('seq').toArray()).map(({ id }) => id);
		await database.entries.delete(2);
		await restart();
		await tablet.enrol('ABCD-EFGH-JKLM', 'Press line');
		expect(asked).toMatchObject([{ replaces: { deviceId: 'tablet-1', witness: { lastSeq: 4 } } }]);
		expect(tablet.status).toBe('locked');
		expect(await readSetting(database, 'identity')).toMatchObject({ deviceId: 'tablet-2' });
		expect(imported.map(({ id }) => id)).toEqual([ids[0], ids[2], ids[3]]);
		expect(await database.carried.count()).toBe(0);
	});
});

describe('a tablet whose database cannot be opened', () => {
	it('says so, and starts over with its witness when a person wants that', async () => {
		await record(2);
		await witnessTo(2);
		tablet.stop();
		database.close();
		database = new LocalDatabase(database.name);
		tablet = new Tablet({ database, fetch: server });
		vi.spyOn(database, 'open').mockRejectedValueOnce(Object.assign(new Error('internal'), { name: 'UnknownError' }));
		await tablet.start();
		expect(tablet.failure).toMatchObject({ code: 'storage-failed' });
		await tablet.startOver();
		expect(tablet.status).toBe('storage-lost');
		expect(tablet.witness?.witness.lastSeq).toBe(2);
	});
});
