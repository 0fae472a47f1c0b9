import 'fake-indexeddb/auto';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LocalDatabase, readSetting } from '$lib/local-db';
import { SignInAsked } from './sign-in-asked.svelte';
import type { SyncWords } from './sync-words';

const WANTED = { code: 'sign-in-needed', recovery: 'sign-in', detail: '', at: '2026-11-22T10:00:00.000Z' };

let database: LocalDatabase;
let asked: SignInAsked;
let state: SyncWords['state'];

/** What a run came to, as the sync writes it down, and as the badge then says. */
async function ran(lastError: typeof WANTED | null): Promise<void> {
	state = lastError ? 'sign-in' : 'all-sent';
	const value = { lastSuccessAt: null, lastError, serverExpectedSeq: null, failures: 0, backgroundTag: 1 };
	await database.settings.put({ key: 'sync-status', value });
}

function open(): SignInAsked {
	const words = { decisionsWaiting: 3, entriesWaiting: 3, photosWaiting: 0, attention: 0, offline: false };
	const sync = {
		get words(): SyncWords {
			return { ...words, state, lastError: null };
		}
	};
	const made = new SignInAsked(database, sync);
	made.start();
	return made;
}

beforeEach(() => {
	database = new LocalDatabase(`asked-${v7()}`);
	state = 'all-sent';
	asked = open();
});

afterEach(() => {
	asked.stop();
	database.close();
});

describe('a server that wants a sign-in', () => {
	it('is told of once, and not again while it goes on wanting it', async () => {
		await ran(WANTED);
		await vi.waitFor(() => expect(asked.open).toBe(true));
		await asked.putAside();
		expect(asked.open).toBe(false);
		await ran({ ...WANTED, at: '2026-11-22T10:05:00.000Z' });
		expect(await readSetting(database, 'sign-in-put-aside')).toBe(true);
		expect(asked.open).toBe(false);
	});

	it('is not told of again after a restart', async () => {
		await ran(WANTED);
		await asked.putAside();
		asked.stop();
		asked = open();
		await ran({ ...WANTED, at: '2026-11-22T10:05:00.000Z' });
		expect(await readSetting(database, 'sign-in-put-aside')).toBe(true);
		expect(asked.open).toBe(false);
	});

	it('is told of again when it had taken records in between', async () => {
		await ran(WANTED);
		await asked.putAside();
		await ran(null);
		await vi.waitFor(async () => expect(await readSetting(database, 'sign-in-put-aside')).toBeNull());
		await ran(WANTED);
		await vi.waitFor(() => expect(asked.open).toBe(true));
	});
});
