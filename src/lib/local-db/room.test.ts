import 'fake-indexeddb/auto';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Capture } from '$lib/domain/capture';
import { LocalDatabase, makeRoom, trimSentPhotos, type StoredPhoto } from '.';

let database: LocalDatabase;
beforeEach(() => (database = new LocalDatabase(`room-${v7()}`)));
afterEach(() => database.close());

/** Photos of 100 bytes, one a minute, named by their minute. */
async function keep(states: readonly StoredPhoto['state'][]): Promise<void> {
	const rows = states.map((state, minute): StoredPhoto => ({
		sha256: String(minute),
		blob: new Blob([new Uint8Array(100)]),
		mediaType: 'image/jpeg',
		bytes: 100,
		width: 1,
		height: 1,
		takenAt: new Date(Date.UTC(2026, 10, 25, 10, minute)).toISOString(),
		state,
		uploadUrl: null,
		attempts: 0,
		lastError: null
	}));
	// Not in the order they were taken.
	await database.photos.bulkAdd(rows.toReversed());
}

const left = async () => (await database.photos.orderBy('takenAt').primaryKeys()).join(' ');

async function hold(sha256: string): Promise<void> {
	const capture = { photo: { sha256 } } as Capture;
	await database.drafts.put({ personId: 'ana', capture, viewIndex: 0, state: null, at: '' });
}

describe('making room', () => {
	it('takes the oldest photos that the server has, as many as are needed', async () => {
		await keep(['sent', 'waiting', 'sent', 'sent']);
		expect(await makeRoom(database, 150)).toBe(200);
		expect(await left()).toBe('1 3');
	});

	it('never takes an unsent photo, or one that somebody has in hand', async () => {
		await keep(['sent', 'waiting', 'sent']);
		await hold('0');
		expect(await makeRoom(database, 10_000)).toBe(100);
		expect(await left()).toBe('0 1');
		expect(await makeRoom(database, 10_000)).toBe(0);
	});

	it('keeps sent photos up to a limit only', async () => {
		await keep(['sent', 'sent', 'sent', 'waiting']);
		expect(await trimSentPhotos(database, 250)).toBe(100);
		expect(await left()).toBe('1 2 3');
		expect(await trimSentPhotos(database, 250)).toBe(0);
	});
});
