/** Cutting the tablet's chain into calls the server takes. */
import type { LocalDatabase, StoredEntry } from '$lib/local-db';
import { MAX_PUSH_ENTRIES, type LostRecord, type PushRequest } from '$lib/wire';

/** What is sent at one place of the chain. */
export interface Outgoing {
	seq: number;
	id: string;
	type: string;
	entry: PushRequest['entries'][number];
}

/** Bodies above 512 KB are refused by common server defaults; this leaves room for the envelope. */
export const MAX_PUSH_BYTES = 400_000;

/**
 * The longest head of `entries` that fits one call: no gap in `seq`, at most `limit` entries and `MAX_PUSH_BYTES` of JSON.
 * Always at least one entry, however large, so that it is the server who refuses it.
 */
export function cutBatch(entries: readonly StoredEntry[], limit: number = MAX_PUSH_ENTRIES): StoredEntry[] {
	const batch: StoredEntry[] = [];
	let bytes = 0;
	for (const stored of entries.slice(0, Math.min(limit, MAX_PUSH_ENTRIES))) {
		const before = batch.at(-1);
		if (before && stored.seq !== before.seq + 1) break;
		bytes += new TextEncoder().encode(JSON.stringify(stored.entry)).length + 1;
		if (before && bytes > MAX_PUSH_BYTES) break;
		batch.push(stored);
	}
	return batch;
}

/** What the chain has from `start` on, as far as it fits one call; stand-ins up to the next record that is there where it has a hole. */
export async function readBatch(database: LocalDatabase, start: number, limit: number): Promise<Outgoing[]> {
	const held = await database.entries.where('seq').aboveOrEqual(start).limit(limit).toArray();
	const first = held[0]?.seq;
	if (first === start) return cutBatch(held, limit);
	const [lastOwed = start] = await database.outbox.orderBy('seq').reverse().limit(1).primaryKeys();
	const end = first === undefined ? Math.max(start, lastOwed) : first - 1;
	const count = Math.min(end - start + 1, limit, MAX_PUSH_ENTRIES);
	return standIns(
		database,
		Array.from({ length: count }, (_, index) => start + index)
	);
}

/** Says of records that are gone what the outbox still knows. */
async function standIns(database: LocalDatabase, seqs: readonly number[]): Promise<Outgoing[]> {
	const rows = await database.outbox.bulkGet([...seqs]);
	return seqs.map((seq, index) => {
		const { id = `lost-${seq}`, type = null, at = null, personId = null } = rows[index] ?? {};
		const entry: LostRecord = { lost: true, id, seq, type, at, personId };
		return { seq, id, type: type ?? '', entry };
	});
}
