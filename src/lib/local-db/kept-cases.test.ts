import 'fake-indexeddb/auto';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepDetail, keepPicture, LocalDatabase, makeRoom, readDetail, readPicture, trimKept } from '.';

let database: LocalDatabase;
beforeEach(() => (database = new LocalDatabase(`kept-${v7()}`)));
afterEach(() => database.close());

const at = (minute: number) => new Date(Date.UTC(2026, 10, 25, 10, minute)).toISOString();

describe('what is kept of cases for a time without the network', () => {
	it('goes when it was kept longest ago, beyond what is worth keeping', async () => {
		for (let index = 0; index < 203; index++) {
			await keepDetail(database, { id: `case-${index}`, keptAt: at(index), position: 1, value: index });
		}
		await trimKept(database);
		expect(await database.caseDetails.count()).toBe(200);
		expect(await readDetail(database, 'case-2')).toBeNull();
		expect(await readDetail(database, 'case-3')).toMatchObject({ value: 3 });
	});

	it('is the first to make room', async () => {
		await keepPicture(database, 'photo', at(0), new Blob([new Uint8Array(500)]));
		expect(await makeRoom(database, 100)).toBe(500);
		expect(await readPicture(database, 'photo')).toBeNull();
	});
});
