/** Cutting the tablet's chain into calls the server takes. */
import type { StoredEntry } from '$lib/local-db';
import { MAX_PUSH_ENTRIES } from '$lib/wire';

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
