import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, type Store, type StoreOptions } from '../db';
import { newPlace, removePlace, TEST_STORE } from '../db/test-place';
import { AttemptLimit } from './attempts';

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

describe('a limit on attempts', () => {
	it('lets so many through, then says how long to wait, and lets go again after that', async () => {
		const limit = new AttemptLimit(store.db, 'sign-in', 3, 60_000);
		for (const at of [0, 1000, 2000]) expect(await limit.attempt('ada', at)).toBeNull();
		expect(await limit.attempt('ada', 10_000)).toBe(50);
		expect(await limit.attempt('eve', 10_000)).toBeNull();
		expect(await limit.attempt('ada', 60_000)).toBeNull();
		expect(await limit.attempt('ada', 60_500)).toBe(0.5);
	});

	it('forgets failures once it worked, and counts different things apart', async () => {
		const [one, other] = ['one', 'other'].map((what) => new AttemptLimit(store.db, what, 1, 60_000));
		await one?.attempt('ada', 0);
		expect(await other?.attempt('ada', 0)).toBeNull();
		await one?.forgive('ada');
		expect(await one?.attempt('ada', 1)).toBeNull();
		expect(await other?.attempt('ada', 1)).toBe(59.999);
	});

	it('counts what arrives at several instances at once together', async () => {
		// SQLite's file belongs to one process.
		const second = TEST_STORE === 'postgres' ? await openStore(place) : null;
		try {
			const limits = [store, second ?? store].map(({ db }) => new AttemptLimit(db, 'guess', 5, 60_000));
			const tries = Array.from({ length: 20 }, (_, index) => limits[index % 2]?.attempt('ada', 0));
			const waits = await Promise.all(tries);
			expect(waits.filter((wait) => wait === null)).toHaveLength(5);
		} finally {
			await second?.close();
		}
	});

	it('leaves nothing behind once it no longer counts', async () => {
		const limit = new AttemptLimit(store.db, 'setup', 3, 1000);
		await limit.attempt('ada', 100_000_000);
		await limit.attempt('eve', 100_002_000);
		const rows = await store.db.selectFrom('attempts').select('key').execute();
		expect(rows).toEqual([{ key: 'eve' }]);
	});
});
