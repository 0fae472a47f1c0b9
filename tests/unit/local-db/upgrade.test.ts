import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chainFaults, type EntryEnvelope, type Verify } from '../../../src/lib/domain/ledger';
import { runSync } from '../../../src/lib/sync/run';
import { FakeServer } from '../../../src/lib/sync/testing/fake-server';
import { transferPhoto } from '../../../src/lib/sync/transfer';
import { keptVersions, readVersion, type KeptVersion } from '../../fixtures/databases/versions';
import { writeDatabase } from '../../fixtures/databases/image';
import {
	DATABASE_NAME,
	DATABASE_VERSION,
	DatabaseNewer,
	LocalDatabase,
	readDraft,
	readSetting,
	recordEntries,
	storageError
} from '../../../src/lib/local-db';
import { signWith } from '../../../src/lib/device';
import { countQueue } from '../../../src/lib/state/queue/count';
import { queueBytes, readQueue } from '../../../src/lib/state/queue/waiting';

let database: LocalDatabase;
beforeEach(() => (database = new LocalDatabase()));
afterEach(async () => {
	database.close();
	await Dexie.delete(DATABASE_NAME);
});

const rowsOf = <T>({ tablet }: KeptVersion, name: string) =>
	(tablet.stores.find((store) => store.name === name)?.rows ?? []) as T[];

/** A database as an app of the next version would leave it, with one row that waits. */
async function fromTheFuture(): Promise<void> {
	const row = {
		seq: 1,
		id: 'a',
		type: 'decision.made',
		at: '',
		bytes: 1,
		personId: null,
		attempts: 0,
		lastError: null
	};
	await database.outbox.add(row);
	database.close();
	const request = indexedDB.open(DATABASE_NAME, (DATABASE_VERSION + 1) * 10);
	request.onupgradeneeded = () => request.result.createObjectStore('later');
	await new Promise((done) => (request.onsuccess = done));
	request.result.close();
	database = new LocalDatabase();
}

it('has an image of every version before this one', () => {
	expect(keptVersions()).toEqual(Array.from({ length: DATABASE_VERSION - 1 }, (_, index) => index + 1));
});

describe.each(keptVersions())('a tablet that was last used with version %i', (version) => {
	const kept = readVersion(version);
	beforeEach(() => writeDatabase(kept.tablet));

	it('holds every row it held, word for word', async () => {
		const before = kept.tablet.stores.map(({ name, rows }) => [name, rows.length]);
		const after = await Promise.all(before.map(async ([name]) => [name, await database.table(String(name)).count()]));
		expect(after).toEqual(before);
		expect(await database.entries.orderBy('seq').toArray()).toEqual(rowsOf(kept, 'entries'));
		expect(await database.outbox.orderBy('seq').toArray()).toEqual(rowsOf(kept, 'outbox'));
	});

	it('holds a whole chain, signed by the key it still has, and adds to it', async () => {
		const { keyPair, deviceId, siteId } = (await readSetting(database, 'identity')) ?? {};
		if (!keyPair || !deviceId || !siteId) throw new Error('no identity');
		expect(keyPair.privateKey.extractable).toBe(false);
		const actor = { personId: null, role: null, proof: 'device' } as const;
		const body = { personId: 'ana', endedAt: '2026-11-25T10:00:00.000Z' };
		const id = '01939e3c-0000-7000-8000-000000000000';
		const draft = { id, site: siteId, device: deviceId, at: body.endedAt, actor, type: 'session.ended', body } as const;
		await recordEntries(database, signWith(keyPair), [draft]);
		const verify: Verify = (signature, bytes) =>
			crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, keyPair.publicKey, signature, bytes);
		const chain = (await database.entries.orderBy('seq').toArray()).map(({ entry }) => entry);
		expect(chain).toHaveLength(rowsOf(kept, 'entries').length + 1);
		expect(await chainFaults(chain, verify)).toEqual([]);
	});

	it('holds the bytes of every photo, and each person’s shot in hand', async () => {
		for (const photo of await database.photos.toArray()) {
			const digest = await crypto.subtle.digest('SHA-256', await photo.blob.arrayBuffer());
			expect(Buffer.from(digest).toString('hex')).toBe(photo.sha256);
		}
		const drafts = rowsOf<{ personId: string }>(kept, 'drafts');
		expect(drafts.length).toBeGreaterThan(0);
		for (const { personId } of drafts) {
			const draft = await readDraft(database, personId);
			expect(await database.photos.get(draft?.capture?.photo.sha256 ?? '')).toBeDefined();
		}
	});

	it('counts and lists what waits', async () => {
		const outbox = rowsOf<{ type: string; bytes: number }>(kept, 'outbox');
		const waiting = rowsOf<{ state: string; bytes: number }>(kept, 'photos').filter(({ state }) => state === 'waiting');
		expect(await countQueue(database)).toEqual({
			entries: outbox.length,
			decisions: outbox.filter(({ type }) => type === 'decision.made').length,
			photos: waiting.length,
			carried: 0,
			quarantined: 0,
			attention: 0
		});
		const items = await readQueue(database, 1000);
		expect(items).toHaveLength(outbox.length + waiting.length);
		expect(items.map(({ since }) => since)).toEqual(items.map(({ since }) => since).toSorted());
		const bytes = [...outbox, ...waiting].reduce((sum, row) => sum + row.bytes, 0);
		expect(await queueBytes(database)).toBe(bytes);
	});

	it('sends all of it', async () => {
		const server = new FakeServer();
		// What the tablet had sent before: the server knows it.
		const outbox = new Set(rowsOf<{ seq: number }>(kept, 'outbox').map(({ seq }) => seq));
		const all = rowsOf<{ entry: EntryEnvelope }>(kept, 'entries').map(({ entry }) => entry);
		server.holds(all.filter(({ seq }) => !outbox.has(seq)));
		const report = await runSync({
			database,
			baseUrl: 'https://site.test',
			fetch: server.fetch,
			locks: undefined,
			transfer: async () => transferPhoto
		});
		expect(report).toMatchObject({ problem: null, pushed: outbox.size, remaining: { entries: 0, photos: 0 } });
		expect(server.entries).toEqual(all);
		const photos = rowsOf<{ state: string; sha256: string }>(kept, 'photos');
		for (const { sha256 } of photos.filter(({ state }) => state === 'waiting'))
			expect(server.photos.has(sha256)).toBe(true);
	});
});

describe('a database of a newer app', () => {
	beforeEach(fromTheFuture);

	it('is refused by its code and left as it is', async () => {
		const refusal = await database.open().catch(storageError);
		expect(refusal).toBeInstanceOf(DatabaseNewer);
		expect(await database.outbox.count().catch(storageError)).toBeInstanceOf(DatabaseNewer);
		const opened = await new Dexie(DATABASE_NAME).open();
		expect(opened.verno).toBe(DATABASE_VERSION + 1);
		expect(await opened.table('outbox').count()).toBe(1);
		opened.close();
	});
});

describe('a tab that is left open', () => {
	it('lets go of the database when a newer app wants to upgrade it, and says so', async () => {
		await database.open();
		const taken = vi.fn();
		database.follow({ taken });
		const newer = new Dexie(DATABASE_NAME);
		newer.version(DATABASE_VERSION + 1).stores({ later: 'id' });
		await newer.open();
		expect(taken).toHaveBeenCalledWith('newer-app');
		await expect(database.outbox.count()).rejects.toMatchObject({ name: 'DatabaseClosedError' });
		newer.close();
	});

	it('is told of by the tab that wants to upgrade, as long as it holds on', async () => {
		database.close();
		await Dexie.delete(DATABASE_NAME);
		const holding = await new Promise<IDBDatabase>((resolve) => {
			const request = indexedDB.open(DATABASE_NAME, 10);
			request.onsuccess = () => resolve(request.result);
		});
		const blocked = vi.fn(() => holding.close());
		database = new LocalDatabase();
		database.follow({ blocked });
		await database.open();
		expect(blocked).toHaveBeenCalledTimes(1);
		expect(await database.outbox.count()).toBe(0);
	});
});
