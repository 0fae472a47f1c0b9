import 'fake-indexeddb/auto';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
	dropWork,
	dropWorkFile,
	dropWorkFiles,
	keepDraft,
	keepWork,
	keepWorkFile,
	LocalDatabase,
	readDraft,
	readWork,
	type StoredPhoto
} from '.';

let database: LocalDatabase;
beforeEach(() => (database = new LocalDatabase(`work-${v7()}`)));
afterEach(() => database.close());

const at = (minute: number) => new Date(Date.UTC(2026, 10, 25, 10, minute)).toISOString();

function file(sha256: string, minute: number): StoredPhoto {
	const blob = new Blob([sha256]);
	const size = { bytes: blob.size, width: 640, height: 480 };
	const unsent = { state: 'waiting' as const, uploadUrl: null, attempts: 0, lastError: null };
	return { sha256, blob, mediaType: 'image/jpeg', ...size, takenAt: at(minute), ...unsent };
}

const names = async (personId: string) =>
	(await readWork(database, 'maintain', personId))?.files.map(({ sha256 }) => sha256);

describe('work that somebody has begun', () => {
	it('is found again with its files in the order they were taken, by that person alone', async () => {
		await keepWork(database, 'maintain', 'marek', { text: 'It squeals' }, at(0));
		await keepWorkFile(database, 'maintain', 'marek', file('b', 1));
		await keepWorkFile(database, 'maintain', 'marek', file('a', 2));
		expect(await readWork(database, 'maintain', 'marek')).toMatchObject({ state: { text: 'It squeals' } });
		expect(await names('marek')).toEqual(['b', 'a']);
		expect(await readWork(database, 'maintain', 'mare')).toBeNull();
	});

	it('stands beside the photo in hand, and ends without it', async () => {
		await keepDraft(database, { personId: 'marek', capture: null, viewIndex: 1, state: 'shot', at: at(0) });
		await keepWork(database, 'maintain', 'marek', {}, at(0));
		await dropWork(database, 'maintain', 'marek');
		expect(await readWork(database, 'maintain', 'marek')).toBeNull();
		expect(await readDraft(database, 'marek')).toMatchObject({ state: 'shot' });
	});

	it('lets go of one file, of all, and of nobody else’s', async () => {
		for (const person of ['marek', 'marek-2']) {
			await keepWork(database, 'maintain', person, {}, at(0));
			for (const [index, name] of ['a', 'b', 'c'].entries())
				await keepWorkFile(database, 'maintain', person, file(name, index));
		}
		await dropWorkFile(database, 'maintain', 'marek', 'b');
		expect(await names('marek')).toEqual(['a', 'c']);
		await dropWorkFiles(database, 'maintain', 'marek');
		expect(await names('marek')).toEqual([]);
		await dropWork(database, 'maintain', 'marek');
		expect(await names('marek-2')).toEqual(['a', 'b', 'c']);
	});
});
