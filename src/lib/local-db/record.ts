/** Appending to the tablet's chain: the entry, its outbox row and its photo become durable together or not at all. */
import {
	canonicalBytes,
	EMPTY_CHAIN,
	headAfter,
	sealEntry,
	type ChainHead,
	type Entry,
	type EntryDraft,
	type EntryType,
	type Sign
} from '$lib/domain/ledger';
import type { LocalDatabase } from './database';
import type { OutboxRow, StoredEntry, StoredPhoto } from './schema';

/** Another tab moved the chain between reading its head and writing: the write is tried again on the new head. */
class ChainMoved extends Error {}

const CHAIN_LOCK = 'countersign-chain';

/**
 * Seals drafts in order at the end of this tablet's chain and stores them with their outbox rows, and photos if any, in one
 * strict transaction. When the promise resolves, the disk has them. Tabs take turns.
 */
export async function recordEntries(
	database: LocalDatabase,
	sign: Sign,
	drafts: readonly EntryDraft[],
	photos: readonly StoredPhoto[] = []
): Promise<Entry[]> {
	return withChainLock(async () => {
		const head = await chainHead(database);
		const sealed: { entry: Entry; stored: StoredEntry; row: OutboxRow }[] = [];
		let next = head;
		for (const draft of drafts) {
			const item = await seal(draft, next, sign);
			sealed.push(item);
			next = { seq: item.stored.seq, hash: item.stored.hash };
		}
		await database.transaction('rw', database.entries, database.outbox, database.photos, async () => {
			if ((await chainHead(database)).seq !== head.seq) throw new ChainMoved();
			await database.entries.bulkAdd(sealed.map(({ stored }) => stored));
			await database.outbox.bulkAdd(sealed.map(({ row }) => row));
			// The same picture may be captured twice: its bytes are kept once, and an upload under way is not forgotten.
			for (const photo of photos) if (!(await database.photos.get(photo.sha256))) await database.photos.add(photo);
		});
		return sealed.map(({ entry }) => entry);
	});
}

/** Where the tablet's own chain ends. */
export async function chainHead(database: LocalDatabase): Promise<ChainHead> {
	const last = await database.entries.orderBy('seq').last();
	return last ? { seq: last.seq, hash: last.hash } : EMPTY_CHAIN;
}

async function seal(draft: EntryDraft, head: ChainHead, sign: Sign): Promise<{ entry: Entry; stored: StoredEntry; row: OutboxRow }> {
	const entry = await sealEntry<EntryType>(draft, head, sign);
	const { seq, hash } = headAfter(entry);
	const stored = { seq, id: entry.id, type: entry.type, hash: hash ?? '', entry };
	const row = {
		seq,
		id: entry.id,
		type: entry.type,
		at: entry.at,
		bytes: canonicalBytes(entry).length,
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
