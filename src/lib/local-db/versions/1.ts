import type Dexie from 'dexie';

/** The first schema. A released step is never edited: a change is the next file. */
export function version1(database: Dexie): void {
	database.version(1).stores({
		entries: 'seq, &id, type',
		outbox: 'seq',
		quarantined: 'seq',
		photos: 'sha256, state, takenAt',
		documents: '[kind+id], kind, position',
		examples: 'captureId, packId',
		drafts: 'personId',
		settings: 'key'
	});
}
