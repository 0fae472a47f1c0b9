/** The tablet's database: its tables, and every version step there has been. */
import Dexie, { type Table } from 'dexie';
import type {
	Draft,
	OutboxRow,
	QuarantinedRow,
	Setting,
	StoredDocument,
	StoredEntry,
	StoredExample,
	StoredPhoto
} from './schema';
import { version1 } from './versions/1';

export const DATABASE_NAME = 'countersign';

export class LocalDatabase extends Dexie {
	readonly entries!: Table<StoredEntry, number>;
	readonly outbox!: Table<OutboxRow, number>;
	readonly quarantined!: Table<QuarantinedRow, number>;
	readonly photos!: Table<StoredPhoto, string>;
	readonly documents!: Table<StoredDocument, [string, string]>;
	readonly examples!: Table<StoredExample, string>;
	readonly drafts!: Table<Draft, string>;
	readonly settings!: Table<Setting, string>;

	constructor(name: string = DATABASE_NAME) {
		// Strict: a write counts only once the disk has it. Costs 13 to 21 ms and is the promise the whole app makes.
		super(name, { chromeTransactionDurability: 'strict' });
		version1(this);
	}
}
