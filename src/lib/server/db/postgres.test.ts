import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, StoreUnavailable, type Store, type StoreOptions } from '.';
import { newPlace, removePlace, TEST_STORE } from './test-place';

describe.runIf(TEST_STORE === 'postgres')('PostgreSQL as the store', () => {
	let place: StoreOptions;
	let store: Store;
	beforeAll(async () => {
		place = await newPlace();
		store = await openStore(place);
	});
	afterAll(async () => {
		await store.close();
		await removePlace(place);
	});

	/** As an administrator of the database, or its restart, does. */
	async function endOtherConnections(): Promise<void> {
		const client = new pg.Client({ connectionString: place.databaseUrl });
		await client.connect();
		await client.query(
			`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
		);
		await client.end();
	}

	it('gives positions and counts as numbers', async () => {
		const { db } = store;
		await db.insertInto('sites').values({ id: 'numbers', position: 5, service_device: '', created_at: '' }).execute();
		const { position } = await db.selectFrom('sites').select('position').executeTakeFirstOrThrow();
		expect(position).toBe(5);
		const count = await db
			.selectFrom('sites')
			.select(({ fn }) => [fn.countAll<number>().as('rows'), fn.sum<number>('position').as('sum')])
			.executeTakeFirstOrThrow();
		expect(count).toEqual({ rows: 1, sum: 5 });
	});

	it('is unavailable, not broken, when a connection ends in the middle of a transaction, and there again after it', async () => {
		const { db } = store;
		const cut = db.transaction().execute(async (tx) => {
			await tx.insertInto('secrets').values({ name: 'never', value: '' }).execute();
			await endOtherConnections();
			await tx.insertInto('secrets').values({ name: 'kept', value: '' }).execute();
		});
		await expect(cut).rejects.toBeInstanceOf(StoreUnavailable);
		expect(await db.selectFrom('secrets').selectAll().execute()).toEqual([]);
	});

	it('outlives connections that end while nobody asks anything', async () => {
		await Promise.all([1, 2, 3].map(() => store.db.selectFrom('sites').selectAll().execute()));
		await endOtherConnections();
		await expect
			.poll(async () =>
				store.db
					.selectFrom('secrets')
					.selectAll()
					.execute()
					.catch((error: unknown) => error)
			)
			.toEqual([]);
	});

	it('is unavailable when nothing listens', async () => {
		const nowhere = openStore({ ...place, databaseUrl: 'postgres://postgres@127.0.0.1:1/none' });
		await expect(nowhere).rejects.toBeInstanceOf(StoreUnavailable);
	});

	it('keeps text with characters that it has no place for, readable', async () => {
		await store.db.insertInto('secrets').values({ name: 'a\0b', value: '\ud800' }).execute();
		const row = await store.db.selectFrom('secrets').selectAll().where('name', '=', 'a\0b').executeTakeFirst();
		expect(row).toEqual({ name: 'a\ufffdb', value: '\ufffd' });
	});
});
