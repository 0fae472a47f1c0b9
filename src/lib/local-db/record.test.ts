import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { generateKeyPairSync, sign as nodeSign, verify as nodeVerify } from 'node:crypto';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Capture } from '$lib/domain/capture';
import { chainFaults, type EntryDraft, type Sign } from '$lib/domain/ledger';
import { chainHead, holdReserve, LocalDatabase, recordEntries, StorageFailed, StorageFull, type StoredPhoto } from '.';

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const sign: Sign = async (bytes) => nodeSign('sha256', bytes, { key: keys.privateKey, dsaEncoding: 'ieee-p1363' });

let database: LocalDatabase;
beforeEach(() => (database = new LocalDatabase(`record-${v7()}`)));
afterEach(() => {
	vi.restoreAllMocks();
	database.close();
});

function draft(decisionId = v7()): EntryDraft {
	return {
		id: v7(),
		site: 'site-1',
		device: 'tablet-1',
		at: new Date().toISOString(),
		actor: { personId: 'ana', role: 'inspector', proof: 'pin-offline' },
		type: 'decision.withdrawn',
		body: { decisionId }
	};
}

function photo(sha256 = 'a'.repeat(64)): StoredPhoto {
	const blob = new Blob([new Uint8Array(8)], { type: 'image/jpeg' });
	const upload = { state: 'waiting', uploadUrl: null, attempts: 0, lastError: null } as const;
	return {
		sha256,
		blob,
		mediaType: 'image/jpeg',
		bytes: 8,
		width: 2,
		height: 2,
		takenAt: '2026-11-22T10:00:00.000Z',
		...upload
	};
}

async function storedChain() {
	return (await database.entries.orderBy('seq').toArray()).map(({ entry }) => entry);
}

const verify = (signature: Uint8Array, bytes: Uint8Array) =>
	nodeVerify('sha256', bytes, { key: keys.publicKey, dsaEncoding: 'ieee-p1363' }, signature);

/** Another tab without the lock: its write lands after this tab read the chain's end, as often as asked. */
function signAfterAnotherTab(times: number): Sign {
	let left = times;
	return async (bytes) => {
		if (left-- > 0) {
			const other = new LocalDatabase(database.name);
			const { seq } = await chainHead(other);
			const stolen = { ...draft(), v: 1 as const, seq: seq + 1, prev: null, sig: 'x'.repeat(86) };
			await other.entries.add({
				seq: seq + 1,
				id: stolen.id,
				type: stolen.type,
				hash: `other-${seq + 1}`,
				entry: stolen
			});
			other.close();
		}
		return sign(bytes);
	};
}

it('ends the draft of a capture together with its decision, and no other draft', async () => {
	const begun = (personId: string, captureId: string) => ({
		personId,
		capture: { id: captureId } as Capture,
		viewIndex: 0,
		state: null,
		at: ''
	});
	await database.drafts.bulkPut([begun('ana', 'capture-1'), begun('ben', 'capture-2')]);
	const decision = { ...draft(), type: 'decision.made', body: { captureId: 'capture-1' } } as unknown as EntryDraft;
	vi.spyOn(database.outbox, 'bulkAdd').mockReturnValueOnce(
		Dexie.Promise.reject(new Error('off')) as ReturnType<typeof database.outbox.bulkAdd>
	);
	await expect(recordEntries(database, sign, [decision])).rejects.toThrow('off');
	expect(await database.drafts.count()).toBe(2);
	await recordEntries(database, sign, [decision]);
	expect((await database.drafts.toArray()).map(({ personId }) => personId)).toEqual(['ben']);
});

describe('recording on the tablet', () => {
	it('keeps an entry, its outbox row and its photo together', async () => {
		const [entry] = await recordEntries(database, sign, [draft()], [photo()]);
		expect(await database.entries.get(1)).toMatchObject({ id: entry?.id, entry: { seq: 1, prev: null } });
		expect(await database.outbox.get(1)).toMatchObject({
			id: entry?.id,
			type: 'decision.withdrawn',
			personId: 'ana',
			attempts: 0
		});
		expect(await database.photos.get('a'.repeat(64))).toMatchObject({ state: 'waiting', bytes: 8 });
	});

	it('counts the bytes that will be sent', async () => {
		const [entry] = await recordEntries(database, sign, [draft()]);
		expect((await database.outbox.get(1))?.bytes).toBe(JSON.stringify(entry).length);
	});

	it('holds one chain without gaps when twenty writes come at once', async () => {
		await Promise.all(
			Array.from({ length: 20 }, (_, index) =>
				recordEntries(database, sign, index % 2 ? [draft()] : [draft(), draft()])
			)
		);
		const chain = await storedChain();
		expect(chain.map(({ seq }) => seq)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
		expect(await chainFaults(chain, verify)).toEqual([]);
		expect(await database.outbox.count()).toBe(30);
	});

	it('keeps the chain whole where the browser has no locks', async () => {
		vi.stubGlobal('navigator', {});
		await Promise.all(Array.from({ length: 4 }, () => recordEntries(database, sign, [draft()])));
		vi.unstubAllGlobals();
		expect(await chainFaults(await storedChain(), verify)).toEqual([]);
		expect(await database.outbox.count()).toBe(4);
	});

	it('follows the new end of the chain when another tab was faster', async () => {
		const [entry] = await recordEntries(database, signAfterAnotherTab(2), [draft()]);
		expect(entry).toMatchObject({ seq: 3, prev: 'other-2' });
		expect(await database.entries.count()).toBe(3);
		expect(await database.outbox.count()).toBe(1);
	});

	it('gives up with nothing kept when the chain never holds still', async () => {
		await expect(recordEntries(database, signAfterAnotherTab(99), [draft()], [photo()])).rejects.toMatchObject({
			code: 'chain-busy'
		});
		expect(await database.outbox.count()).toBe(0);
		expect(await database.photos.count()).toBe(0);
	});

	it('goes on from the end of the chain after a restart', async () => {
		await recordEntries(database, sign, [draft()]);
		database.close();
		database = new LocalDatabase(database.name);
		await recordEntries(database, sign, [draft()]);
		expect(await chainFaults(await storedChain(), verify)).toEqual([]);
	});

	it('keeps the bytes of the same picture once, and does not forget an upload under way', async () => {
		await recordEntries(database, sign, [draft()], [photo()]);
		await database.photos.update('a'.repeat(64), { uploadUrl: '/api/photos/7' });
		await recordEntries(database, sign, [draft()], [photo(), photo('b'.repeat(64)), photo('b'.repeat(64))]);
		expect(await database.photos.count()).toBe(2);
		expect((await database.photos.get('a'.repeat(64)))?.uploadUrl).toBe('/api/photos/7');
	});

	it('shows a newly registered unit at once, before any server has seen it', async () => {
		const unit = { id: v7(), partId: 'part-1', serial: '00219', lot: null };
		await recordEntries(database, sign, [{ ...draft(), type: 'unit.registered', body: unit }]);
		expect(await database.documents.get(['unit', unit.id])).toMatchObject({ value: unit, position: 0 });
	});

	it('lets photos that the server has make room on a full disk, and keeps the new one', async () => {
		await database.photos.bulkAdd([{ ...photo('b'.repeat(64)), state: 'sent' }, photo('c'.repeat(64))]);
		const full = new Dexie.AbortError('full', new DOMException('full', 'QuotaExceededError'));
		vi.spyOn(database.photos, 'bulkAdd').mockReturnValueOnce(
			Dexie.Promise.reject(full) as ReturnType<typeof database.photos.bulkAdd>
		);
		await recordEntries(database, sign, [draft()], [photo()]);
		expect(await database.photos.toCollection().primaryKeys()).toEqual(['a'.repeat(64), 'c'.repeat(64)]);
		expect(await database.outbox.count()).toBe(1);
	});

	it('takes the room held in reserve where no photo can make any', async () => {
		await holdReserve(database, 1000);
		const full = new Dexie.AbortError('full', new DOMException('full', 'QuotaExceededError'));
		vi.spyOn(database.photos, 'bulkAdd').mockReturnValueOnce(
			Dexie.Promise.reject(full) as ReturnType<typeof database.photos.bulkAdd>
		);
		await recordEntries(database, sign, [draft()], [photo()]);
		expect(await database.outbox.count()).toBe(1);
		expect(await database.settings.count()).toBe(0);
	});

	it('keeps nothing of a write that the disk has no room for, and says so', async () => {
		const full = new Dexie.AbortError('full', new DOMException('full', 'QuotaExceededError'));
		vi.spyOn(database.photos, 'bulkAdd').mockReturnValue(
			Dexie.Promise.reject(full) as ReturnType<typeof database.photos.bulkAdd>
		);
		await expect(recordEntries(database, sign, [draft()], [photo()])).rejects.toBeInstanceOf(StorageFull);
		vi.restoreAllMocks();
		expect(await database.entries.count()).toBe(0);
		expect(await database.outbox.count()).toBe(0);
		expect(await database.photos.count()).toBe(0);
		await recordEntries(database, sign, [draft()], [photo()]);
		expect(await chainFaults(await storedChain(), verify)).toEqual([]);
	});

	it('says that the storage failed when the database is gone', async () => {
		database.close({ disableAutoOpen: true });
		await expect(recordEntries(database, sign, [draft()])).rejects.toBeInstanceOf(StorageFailed);
	});

	it('refuses what JSON cannot say before anything is kept', async () => {
		const wrong = { ...draft(), body: { decisionId: Number.NaN } } as unknown as EntryDraft;
		await expect(recordEntries(database, sign, [draft(), wrong])).rejects.toThrow();
		expect(await database.entries.count()).toBe(0);
	});
});
