/** Taking over what another tablet could not send, from the file it saved: read and checked first, then kept as this tablet's own duty. */
import { hashPhoto } from '$lib/device';
import { DomainError } from '$lib/domain/errors';
import { canonicalBytes, chainFaults, EntryEnvelope, type Verify } from '$lib/domain/ledger';
import type { PublicKey } from '$lib/domain/site';
import { storageError, type CarriedEntry, type LocalDatabase, type StoredPhoto } from '$lib/local-db';
import { QUEUE_FILE_FORMAT, QUEUE_FILE_VERSION, QueueFile } from '$lib/wire';
import * as v from 'valibot';

/** Browsers hold no longer text than this in one piece; a larger file is for the server. */
const MOST_BYTES = 400_000_000;
/** Photos written in one transaction: a few megabytes each. */
const PHOTOS_AT_ONCE = 20;

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** The file as it stands: a record or photo that does not read does not keep the others out. */
const Outline = v.object({
	format: v.literal(QUEUE_FILE_FORMAT),
	version: v.number(),
	entries: v.array(v.unknown()),
	photos: v.array(v.unknown()),
	unreadablePhotos: v.optional(v.array(v.string()), [])
});
const FilePhoto = QueueFile.entries.photos.item;

/** The file cannot be taken over; it stays as it is, and nothing on this tablet has changed. */
export class QueueFileRefused extends DomainError {
	constructor(
		readonly code:
			'queue-file-other' | 'queue-file-newer' | 'queue-file-empty' | 'queue-file-foreign' | 'queue-file-too-large'
	) {
		super();
	}
}

export interface QueueFileContent {
	entries: EntryEnvelope[];
	photos: StoredPhoto[];
	/** Records and photos of the file that cannot be read, or are not what their hash says. */
	damaged: { entries: number; photos: number };
	/** Records that break their tablet's chain or whose signature is not genuine, as far as its key is known here. */
	doubtful: number;
}

export interface ReadOptions {
	siteId: string;
	/** A device's public key; null where the register does not have it. */
	keyOf: (deviceId: string) => PublicKey | null;
	/** A device's name; null where the register does not have it. */
	nameOf: (deviceId: string) => string | null;
}

/** @throws QueueFileRefused */
export async function readQueueFile(file: Blob, { siteId, keyOf, nameOf }: ReadOptions): Promise<QueueFileContent> {
	if (file.size > MOST_BYTES) throw new QueueFileRefused('queue-file-too-large');
	const outline = v.safeParse(Outline, parseJson(await file.text()));
	if (!outline.success) throw new QueueFileRefused('queue-file-other');
	const { version, entries: rawEntries, photos: rawPhotos, unreadablePhotos } = outline.output;
	if (version > QUEUE_FILE_VERSION) throw new QueueFileRefused('queue-file-newer');
	const entries = rawEntries.flatMap((raw) => {
		const parsed = v.safeParse(EntryEnvelope, raw);
		return parsed.success ? [parsed.output] : [];
	});
	if (entries.some(({ site }) => site !== siteId)) throw new QueueFileRefused('queue-file-foreign');
	const source = entries[0]?.device;
	const from = source === undefined ? null : (nameOf(source) ?? source);
	const photos = (await Promise.all(rawPhotos.map((raw) => readPhoto(raw, from)))).filter((photo) => photo !== null);
	if (entries.length + photos.length === 0) throw new QueueFileRefused('queue-file-empty');
	const byDevice = Map.groupBy(entries, ({ device }) => device);
	let doubtful = 0;
	for (const [device, own] of byDevice) doubtful += await countDoubtful(own, keyOf(device));
	const damaged = {
		entries: rawEntries.length - entries.length,
		photos: rawPhotos.length - photos.length + unreadablePhotos.length
	};
	return { entries, photos, damaged, doubtful };
}

/**
 * Keeps everything of the file on this tablet, to be sent from here. Photos come first, so that no record stands here without its
 * photo; doing it again changes nothing.
 * @throws StorageFull, StorageFailed: nothing of the file is gone, and taking it over again goes on where this ended
 */
export async function takeOver(
	database: LocalDatabase,
	{ entries, photos }: QueueFileContent,
	nameOf: (deviceId: string) => string | null
): Promise<void> {
	try {
		for (let at = 0; at < photos.length; at += PHOTOS_AT_ONCE) {
			await addPhotos(database, photos.slice(at, at + PHOTOS_AT_ONCE));
		}
		const own = await database.entries
			.where('id')
			.anyOf(entries.map(({ id }) => id))
			.toArray();
		const known = new Set(own.map(({ id }) => id));
		const others = entries.filter(({ id }) => !known.has(id));
		await database.carried.bulkPut(others.map((entry) => carriedOf(entry, nameOf(entry.device))));
	} catch (error) {
		throw storageError(error);
	}
}

function carriedOf(entry: EntryEnvelope, deviceName: string | null): CarriedEntry {
	const { device, seq, id, type, at, actor } = entry;
	const bytes = canonicalBytes(entry).length;
	return {
		device,
		deviceName,
		seq,
		id,
		type,
		at,
		bytes,
		personId: actor.personId,
		attempts: 0,
		lastError: null,
		entry
	};
}

/** One that is here already stays as it is, sent or on its way. */
async function addPhotos(database: LocalDatabase, photos: readonly StoredPhoto[]): Promise<void> {
	await database.transaction('rw', database.photos, async () => {
		const known = new Set(
			await database.photos
				.where('sha256')
				.anyOf(photos.map(({ sha256 }) => sha256))
				.primaryKeys()
		);
		await database.photos.bulkPut(photos.filter(({ sha256 }) => !known.has(sha256)));
	});
}

/** Null when it does not read, or is not the picture that its name says. */
async function readPhoto(raw: unknown, carriedFrom: string | null): Promise<StoredPhoto | null> {
	const parsed = v.safeParse(FilePhoto, raw);
	if (!parsed.success) return null;
	const { data, ...photo } = parsed.output;
	try {
		const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
		const blob = new Blob([bytes], { type: photo.mediaType });
		if ((await hashPhoto(blob)) !== photo.sha256) return null;
		const upload = { state: 'waiting', uploadUrl: null, attempts: 0, lastError: null } as const;
		return { ...photo, bytes: blob.size, blob, ...upload, carriedFrom };
	} catch {
		return null;
	}
}

/** How many of one device's records the server will look at twice. */
async function countDoubtful(entries: readonly EntryEnvelope[], key: PublicKey | null): Promise<number> {
	const ordered = entries.toSorted((one, other) => one.seq - other.seq);
	const [first] = ordered;
	if (!first) return 0;
	const publicKey = key && (await crypto.subtle.importKey('jwk', { ...key }, ALGORITHM, false, ['verify']));
	const verify: Verify = (signature, bytes) =>
		publicKey === null || crypto.subtle.verify(SIGNATURE, publicKey, signature, bytes);
	// Where the file begins the chain is taken as it is: what came before is on the server, or missing there.
	const faults = await chainFaults(ordered, verify, { seq: first.seq - 1, hash: first.prev });
	return new Set(faults.map(({ facts }) => facts.seq ?? facts.got)).size;
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
