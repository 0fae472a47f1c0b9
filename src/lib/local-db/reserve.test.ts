import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { holdReserve, LocalDatabase, releaseReserve } from '.';

let database: LocalDatabase;
beforeEach(() => (database = new LocalDatabase(`reserve-${v7()}`)));
afterEach(() => {
	vi.restoreAllMocks();
	database.close();
});

const held = async () => (await database.settings.toArray()).map(({ key, value }) => [key, (value as Blob).size]);

it('is held once, and given away once', async () => {
	expect(await holdReserve(database, 1000)).toBe(true);
	expect(await holdReserve(database, 1000)).toBe(true);
	expect(await held()).toEqual([['room-reserve', 1000]]);
	expect(await releaseReserve(database)).toBe(true);
	expect(await releaseReserve(database)).toBe(false);
	expect(await held()).toEqual([]);
});

it('is not taken where there is no room for as much again', async () => {
	const full = new Dexie.AbortError('full', new DOMException('full', 'QuotaExceededError'));
	vi.spyOn(database.settings, 'bulkPut').mockReturnValueOnce(
		Dexie.Promise.reject(full) as ReturnType<typeof database.settings.bulkPut>
	);
	expect(await holdReserve(database, 1000)).toBe(false);
	expect(await held()).toEqual([]);
	expect(await holdReserve(database, 1000)).toBe(true);
});
