/** Everything unsent as one file: the way out when a tablet cannot reach its server any more. */
import type { EntryEnvelope } from '$lib/domain/ledger';
import { readSetting, type LocalDatabase, type StoredPhoto } from '$lib/local-db';
import { QUEUE_FILE_FORMAT, QUEUE_FILE_VERSION, type QueueFile } from '$lib/wire';

/**
 * A `QueueFile` (see `$lib/wire`) of every unsent entry and photo, those taken over from other tablets too. Nothing is removed from the tablet. The file is put together
 * piece by piece: hundreds of photos never stand in memory as one text.
 */
export async function exportQueue(database: LocalDatabase, now: () => number = Date.now): Promise<Blob> {
	const identity = await readSetting(database, 'identity');
	const head: Omit<QueueFile, 'photos' | 'unreadablePhotos'> = {
		format: QUEUE_FILE_FORMAT,
		version: QUEUE_FILE_VERSION,
		exportedAt: new Date(now()).toISOString(),
		device: identity?.deviceId ?? null,
		entries: [...(await unsentEntries(database)), ...(await carriedEntries(database))]
	};
	const parts: Blob[] = [];
	const unreadable: string[] = [];
	for (const sha256 of await database.photos.where('state').equals('waiting').primaryKeys()) {
		const photo = await database.photos.get(sha256);
		const text = photo && (await photoText(photo));
		if (text) parts.push(new Blob([parts.length > 0 ? ',' : '', text]));
		else unreadable.push(sha256);
	}
	const opening = `${JSON.stringify(head).slice(0, -1)},"photos":[`;
	return new Blob([opening, ...parts, `],"unreadablePhotos":${JSON.stringify(unreadable)}}`], {
		type: 'application/json'
	});
}

async function unsentEntries(database: LocalDatabase): Promise<EntryEnvelope[]> {
	const seqs = await database.outbox.orderBy('seq').primaryKeys();
	const rows = await database.entries.bulkGet(seqs).catch(() => eachReadable(seqs, (seq) => database.entries.get(seq)));
	return rows.flatMap((row) => (row ? [row.entry] : []));
}

async function carriedEntries(database: LocalDatabase): Promise<EntryEnvelope[]> {
	const keys = await database.carried.toCollection().primaryKeys();
	const rows = await database.carried.bulkGet(keys).catch(() => eachReadable(keys, (key) => database.carried.get(key)));
	return rows.flatMap((row) => (row ? [row.entry] : []));
}

/** One by one, where a damaged row spoils reading them together. */
async function eachReadable<K, T>(keys: readonly K[], read: (key: K) => PromiseLike<T>): Promise<(T | undefined)[]> {
	const rows: (T | undefined)[] = [];
	for (const key of keys) {
		try {
			rows.push(await read(key));
		} catch {
			// Lost with this row; the file holds all the others.
		}
	}
	return rows;
}

async function photoText(photo: StoredPhoto): Promise<string | null> {
	const { sha256, mediaType, bytes, width, height, takenAt, blob } = photo;
	try {
		const data = toBase64(new Uint8Array(await blob.arrayBuffer()));
		const row: QueueFile['photos'][number] = { sha256, mediaType, bytes, width, height, takenAt, data };
		return JSON.stringify(row);
	} catch {
		return null;
	}
}

function toBase64(bytes: Uint8Array): string {
	const pieces: string[] = [];
	for (let at = 0; at < bytes.length; at += 0x8000)
		pieces.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
	return btoa(pieces.join(''));
}
