/**
 * Appending to the tablet's chain: the entry, its outbox row and its photo become durable together or not at all. A decision ends the
 * draft of its capture in the same moment: nobody is asked twice for one photo, whenever the tablet goes off.
 */
import type { Table } from 'dexie';
import {
	canonicalBytes,
	EMPTY_CHAIN,
	hashCanonical,
	sealEntry,
	type ChainHead,
	type Entry,
	type EntryDraft,
	type EntryType,
	type Sign
} from '$lib/domain/ledger';
import type { LocalDatabase } from './database';
import { ChainBusy, storageError } from './errors';
import { endDrafts } from './drafts';
import { documentsOf } from './own-documents';
import type { OutboxRow, StoredEntry, StoredPhoto } from './schema';
import { withRoom } from './with-room';

/** Another tab moved the chain between reading its head and writing: the write is tried again on the new head. */
class ChainMoved extends Error {}

const CHAIN_LOCK = 'countersign-chain';
const MOST_ATTEMPTS = 5;

/**
 * Seals drafts in order at the end of this tablet's chain and stores them with their outbox rows, and photos if any, in one
 * strict transaction. When the promise resolves, the disk has them. Tabs take turns.
 * @throws StorageFull, StorageFailed, ChainBusy: nothing was kept, and the same drafts can be recorded again.
 */
export async function recordEntries(
	database: LocalDatabase,
	sign: Sign,
	drafts: readonly EntryDraft[],
	photos: readonly StoredPhoto[] = []
): Promise<Entry[]> {
	const bytes = photos.reduce((sum, photo) => sum + photo.bytes, 0);
	return withChainLock(() => withRoom(database, bytes, () => append(database, sign, drafts, photos)));
}

/** Appends to the end of the chain wherever other tabs have moved it. */
async function append(
	database: LocalDatabase,
	sign: Sign,
	drafts: readonly EntryDraft[],
	photos: readonly StoredPhoto[]
): Promise<Entry[]> {
	for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
		try {
			return await appendOnce(database, sign, drafts, photos);
		} catch (error) {
			if (!(error instanceof ChainMoved)) throw storageError(error);
		}
	}
	throw new ChainBusy(MOST_ATTEMPTS);
}

/** Where the tablet's own chain ends. */
export async function chainHead(database: LocalDatabase): Promise<ChainHead> {
	const last = await database.entries.orderBy('seq').last();
	return last ? { seq: last.seq, hash: last.hash } : EMPTY_CHAIN;
}

async function appendOnce(
	database: LocalDatabase,
	sign: Sign,
	drafts: readonly EntryDraft[],
	photos: readonly StoredPhoto[]
): Promise<Entry[]> {
	const head = await chainHead(database);
	const sealed: Sealed[] = [];
	let next = head;
	// Signing is WebCrypto, and awaiting that inside an IndexedDB transaction would end the transaction.
	for (const draft of drafts) {
		const item = await seal(draft, next, sign);
		sealed.push(item);
		next = { seq: item.stored.seq, hash: item.stored.hash };
	}
	const { entries, outbox } = database;
	const documents = sealed.flatMap(({ entry }) => documentsOf(entry));
	const tables: Table[] = [entries, outbox];
	// Only what is written to: a decision waits for no photo that is being sent.
	if (documents.length > 0) tables.push(database.documents);
	if (photos.length > 0) tables.push(database.photos);
	const decided = new Set(
		sealed.flatMap(({ entry }) => (entry.type === 'decision.made' ? [entry.body.captureId] : []))
	);
	if (decided.size > 0) tables.push(database.drafts);
	await database.transaction('rw', tables, async () => {
		const now = await chainHead(database);
		if (now.seq !== head.seq || now.hash !== head.hash) throw new ChainMoved();
		await Promise.all([
			entries.bulkAdd(sealed.map(({ stored }) => stored)),
			outbox.bulkAdd(sealed.map(({ row }) => row)),
			documents.length > 0 ? database.documents.bulkPut(documents) : undefined,
			addNewPhotos(database, photos),
			decided.size > 0 ? endDrafts(database, decided) : undefined
		]);
	});
	return sealed.map(({ entry }) => entry);
}

/** The same picture may be captured twice: its bytes are kept once, and an upload under way is not forgotten. */
async function addNewPhotos(database: LocalDatabase, photos: readonly StoredPhoto[]): Promise<void> {
	if (photos.length === 0) return;
	const byHash = new Map(photos.map((photo) => [photo.sha256, photo]));
	for (const known of await database.photos
		.where('sha256')
		.anyOf([...byHash.keys()])
		.primaryKeys())
		byHash.delete(known);
	await database.photos.bulkAdd([...byHash.values()]);
}

interface Sealed {
	entry: Entry;
	stored: StoredEntry;
	row: OutboxRow;
}

async function seal(draft: EntryDraft, head: ChainHead, sign: Sign): Promise<Sealed> {
	const entry = await sealEntry<EntryType>(draft, head, sign);
	const bytes = canonicalBytes(entry);
	const stored = { seq: entry.seq, id: entry.id, type: entry.type, hash: hashCanonical(bytes), entry };
	const row = {
		seq: entry.seq,
		id: entry.id,
		type: entry.type,
		at: entry.at,
		bytes: bytes.length,
		personId: entry.actor.personId,
		attempts: 0,
		lastError: null
	};
	return { entry, stored, row };
}

async function withChainLock<T>(run: () => Promise<T>): Promise<T> {
	// Everywhere but in old browsers and plain http: there the transaction's check on the head still keeps the chain whole.
	if (typeof navigator !== 'undefined' && 'locks' in navigator) return navigator.locks.request(CHAIN_LOCK, run);
	return run();
}
