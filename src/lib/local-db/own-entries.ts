/** This tablet's own entries of some kinds: what it has said, sent or not. */
import type { Entry, EntryType } from '$lib/domain/ledger';
import type { LocalDatabase } from './database';

export interface OwnEntry {
	entry: Entry;
	/** The server has not acknowledged it. */
	unsent: boolean;
}

/** In the order they were made. */
export async function ownEntries({ entries, outbox }: LocalDatabase, types: readonly EntryType[]): Promise<OwnEntry[]> {
	const [rows, waiting] = await Promise.all([
		entries
			.where('type')
			.anyOf([...types])
			.toArray(),
		outbox
			.where('type')
			.anyOf([...types])
			.primaryKeys()
	]);
	const unsent = new Set(waiting);
	rows.sort((one, other) => one.seq - other.seq);
	// Everything in this table was sealed by this app's own code.
	return rows.map(({ seq, entry }) => ({ entry: entry as Entry, unsent: unsent.has(seq) }));
}
