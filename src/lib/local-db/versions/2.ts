import type Dexie from 'dexie';

/**
 * Entries of another tablet, and indexes that count and page a long queue without reading it. Rows stay as they are: an app that knows
 * version 1 alone, in a tab left open, goes on working with this one. Rows whose `lastError` is null are in no index of it.
 */
export function version2(database: Dexie): void {
	database.version(2).stores({
		entries: 'seq, &id, type, [type+entry.actor.personId+entry.at]',
		outbox: 'seq, type, lastError.code',
		photos: 'sha256, state, takenAt, [state+takenAt+bytes], lastError.code',
		carried: '[device+seq], lastError.code'
	});
}
