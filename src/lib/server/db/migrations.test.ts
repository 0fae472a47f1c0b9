import { Kysely, sql } from 'kysely';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { migrate, openStore, type Store, type StoreOptions, type Tables } from '.';
import { migrationsFor } from './migrations';
import { openSqlite } from './node-sqlite';
import { openPostgres } from './postgres';
import { newPlace, removePlace, TEST_STORE } from './test-place';
import { sealArrival } from '../ledger/records';

const places: StoreOptions[] = [];
const stores: Store[] = [];
afterEach(async () => {
	for (const store of stores.splice(0)) await store.close();
	for (const place of places.splice(0)) await removePlace(place);
});

async function somewhere(): Promise<StoreOptions> {
	const place = await newPlace();
	places.push(place);
	return place;
}

async function open(place: StoreOptions): Promise<Store> {
	const store = await openStore(place);
	stores.push(store);
	return store;
}

/** The tables as they were after a migration, with nothing in them. */
async function openAsOf(place: StoreOptions, migration: string) {
	const { dialect, close } = place.databaseUrl
		? openPostgres(place.databaseUrl, 'work', () => undefined)
		: openSqlite(join(place.dataDir, 'countersign.sqlite'));
	const db = new Kysely<Tables>({ dialect });
	await migrate(db, TEST_STORE, migration);
	return { db, close };
}

describe('the tables', () => {
	it('are made by the migrations in this folder, in their order, on either store', async () => {
		const files = (await readdir(import.meta.dirname + '/migrations')).filter((name) => /^\d/.test(name)).sort();
		for (const type of ['sqlite', 'postgres'] as const) {
			expect(Object.keys(migrationsFor(type)).map((name) => `${name}.ts`)).toEqual(files);
		}
	});

	it('come up to date with what earlier versions have written still there', async () => {
		const place = await somewhere();
		const old = await openAsOf(place, '002-accounts');
		const site = { id: 'site', position: 2 ** 40, service_device: 'server', created_at: '2026-01-01T00:00:00.000Z' };
		await old.db.insertInto('sites').values(site).execute();
		const document = { site: 'site', kind: 'part', id: 'one', position: 7, value: '{"name":"Ä\\u0000"}' };
		await old.db.insertInto('documents').values(document).execute();
		const at = '2026-01-01T00:00:00.000Z';
		const user = { id: 'u', name: 'Ada', email: 'a@b', emailVerified: 0, image: null, createdAt: at, updatedAt: at };
		await old.db
			.insertInto('user')
			.values({ ...user, username: 'ada', displayUsername: 'Ada', personId: 'p' })
			.execute();
		await old.close();

		const { db } = await open(place);
		expect(await db.selectFrom('sites').selectAll().execute()).toEqual([{ ...site, seal: null }]);
		expect(await db.selectFrom('documents').selectAll().execute()).toEqual([document]);
		expect(await db.selectFrom('user').select(['id', 'personId']).execute()).toEqual([{ id: 'u', personId: 'p' }]);
		expect(await db.selectFrom('secrets').selectAll().execute()).toEqual([]);
	});

	it('seal what had arrived before there were seals, one after the other', async () => {
		const place = await somewhere();
		const old = await openAsOf(place, '006-thumbnails');
		const at = '2026-01-01T00:00:00.000Z';
		await sql`insert into sites values ('site', 9, 'server', ${at})`.execute(old.db);
		for (const position of [2, 5, 9]) {
			const row = { site: 'site', position, id: `id-${position}`, device: 'd', seq: position, type: 't' };
			const noted = { at, received_at: at, skew_ms: -position, hash: `hash-${position}`, json: '{}' };
			await old.db
				.insertInto('entries')
				.values({ ...row, ...noted } as never)
				.execute();
		}
		await old.close();

		const { db } = await open(place);
		let seal: string | null = null;
		for (const row of await db.selectFrom('entries').selectAll().orderBy('position').execute()) {
			const { position, received_at: receivedAt, skew_ms: skewMs, hash } = row;
			seal = sealArrival(seal, { position, receivedAt, skewMs, hash });
			expect(row.seal).toBe(seal);
		}
		expect(await db.selectFrom('sites').select('seal').execute()).toEqual([{ seal }]);
	});

	it.runIf(TEST_STORE === 'postgres')('are made once by instances that start at the same time', async () => {
		const place = await somewhere();
		const opened = await Promise.all([1, 2, 3, 4].map(() => open(place)));
		for (const { db } of opened) expect(await db.selectFrom('sites').selectAll().execute()).toEqual([]);
	});
});
