/** What waits on this tablet, read a page at a time, however long the queue is. Loaded with the list that shows it. */
import type { CarriedEntry, LocalDatabase, OutboxRow, StoredPhoto } from '$lib/local-db';
import { ITEM_REFUSALS, needsPerson } from '$lib/sync';
import { keptApartItems } from './kept-apart';
import type { SyncItem } from '../sync-words';

/** Keys of the index `[state+takenAt+bytes]`, below and above every one of the photos that wait. */
const WAITING_PHOTOS = [
	['waiting', ''],
	['waiting', '\uffff']
] as const;
/** Rows of the outbox read in one go while their sizes are added up: a few milliseconds each. */
const SUM_ROWS = 1000;

/** The first `limit` items: what needs a person first, then the oldest. */
export async function readQueue(database: LocalDatabase, limit: number): Promise<SyncItem[]> {
	const { outbox, photos, carried, quarantined } = database;
	const [keptApart, refusedEntries, refusedPhotos, refusedCarried, oldEntries, oldPhotos, oldCarried] =
		await Promise.all([
			quarantined.limit(limit).toArray(),
			outbox.where('lastError.code').anyOf(ITEM_REFUSALS).limit(limit).toArray(),
			photos.where('lastError.code').anyOf(ITEM_REFUSALS).limit(limit).toArray(),
			carried.where('lastError.code').anyOf(ITEM_REFUSALS).limit(limit).toArray(),
			outbox.orderBy('seq').limit(limit).toArray(),
			photos
				.where('[state+takenAt+bytes]')
				.between(...WAITING_PHOTOS)
				.limit(limit)
				.toArray(),
			carried.limit(limit).toArray()
		]);
	const items = new Map<string, SyncItem>();
	for (const item of [
		...(await keptApartItems(database, keptApart)),
		...[...refusedEntries, ...oldEntries].map(entryItem),
		...[...refusedPhotos, ...oldPhotos].map(photoItem),
		...[...refusedCarried, ...oldCarried].map(carriedItem)
	]) {
		items.set(`${item.kind} ${item.key}`, item);
	}
	return [...items.values()]
		.sort((a, b) => Number(b.needsPerson) - Number(a.needsPerson) || a.since.localeCompare(b.since))
		.slice(0, limit);
}

/** Bytes of everything that waits. Photos are added up from their index alone. */
export async function queueBytes(database: LocalDatabase): Promise<number> {
	const { outbox, photos, carried } = database;
	let bytes = 0;
	await photos
		.where('[state+takenAt+bytes]')
		.between(...WAITING_PHOTOS)
		.eachKey((key) => {
			const [, , size] = key as unknown as [string, string, number];
			bytes += size;
		});
	for (let after = 0; ;) {
		const rows = await outbox.where('seq').above(after).limit(SUM_ROWS).toArray();
		for (const row of rows) bytes += row.bytes;
		const last = rows.at(-1);
		if (!last || rows.length < SUM_ROWS) break;
		after = last.seq;
	}
	await carried.each((row) => {
		bytes += row.bytes;
	});
	return bytes;
}

function entryItem({ seq, type, at, bytes, attempts, lastError }: OutboxRow): SyncItem {
	const problem = lastError;
	const needs = needsPerson(lastError);
	return {
		kind: 'entry',
		key: String(seq),
		type,
		since: at,
		bytes,
		attempts,
		problem,
		needsPerson: needs,
		from: null
	};
}

function carriedItem(row: CarriedEntry): SyncItem {
	return {
		...entryItem(row),
		kind: 'carried',
		key: `${row.device} ${row.seq}`,
		from: row.deviceName ?? row.device
	};
}

function photoItem({ sha256, takenAt, bytes, attempts, lastError, carriedFrom }: StoredPhoto): SyncItem {
	return {
		kind: 'photo',
		key: sha256,
		type: 'photo',
		since: takenAt,
		bytes,
		attempts,
		problem: lastError,
		needsPerson: needsPerson(lastError),
		from: carriedFrom ?? null
	};
}
