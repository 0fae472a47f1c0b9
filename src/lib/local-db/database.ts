/** The tablet's database: its tables, and every version step there has been. */
import Dexie, { type Table } from 'dexie';
import { DatabaseNewer } from './errors';
import type {
	CarriedEntry,
	CaseLine,
	Draft,
	KeptDetail,
	KeptPicture,
	OutboxRow,
	QuarantinedRow,
	Setting,
	StoredDocument,
	StoredEntry,
	StoredExample,
	StoredPhoto
} from './schema';
import { version1 } from './versions/1';
import { version2 } from './versions/2';
import { version3 } from './versions/3';

export const DATABASE_NAME = 'countersign';
/** The newest step; one more step makes this one more. */
export const DATABASE_VERSION = 3;
/** IndexedDB's number for one version of Dexie's. */
const NATIVE_STEP = 10;

/** What other tabs do to a database that is open here. */
export interface DatabaseEvents {
	/** Another tab keeps an older version open; the upgrade here goes on as soon as that tab lets go. */
	blocked?: () => void;
	/** A newer app has upgraded it, or it was deleted to start over: this connection is closed. */
	taken?: (by: 'newer-app' | 'start-over') => void;
}

export class LocalDatabase extends Dexie {
	readonly entries!: Table<StoredEntry, number>;
	readonly outbox!: Table<OutboxRow, number>;
	readonly quarantined!: Table<QuarantinedRow, number>;
	readonly photos!: Table<StoredPhoto, string>;
	readonly carried!: Table<CarriedEntry, [string, number]>;
	readonly documents!: Table<StoredDocument, [string, string]>;
	readonly caseLines!: Table<CaseLine, string>;
	readonly caseDetails!: Table<KeptDetail, string>;
	readonly pictures!: Table<KeptPicture, string>;
	readonly examples!: Table<StoredExample, string>;
	readonly drafts!: Table<Draft, string>;
	readonly settings!: Table<Setting, string>;
	#events: DatabaseEvents = {};

	/**
	 * @param durability `strict`: a write counts only once the disk has it. Costs 13 to 21 ms and is the promise the whole app makes.
	 *   `relaxed` is for what the server's receipts can say again: nobody who decides waits for it.
	 */
	constructor(name: string = DATABASE_NAME, durability: 'strict' | 'relaxed' = 'strict') {
		super(name, { chromeTransactionDurability: durability });
		version1(this);
		version2(this);
		version3(this);
		this.on('ready', () => this.#refuseNewer(), true);
		this.on('blocked', () => this.#events.blocked?.());
		this.on('versionchange', ({ newVersion }) => {
			const byNewerApp = newVersion !== null && newVersion > 0;
			// Opened again by itself, an old app would write into a database it does not know.
			this.close({ disableAutoOpen: byNewerApp });
			this.#events.taken?.(byNewerApp ? 'newer-app' : 'start-over');
			return false;
		});
	}

	/** Tells what other tabs do; one listener at a time. */
	follow(events: DatabaseEvents): void {
		this.#events = events;
	}

	/** Dexie opens a database of a newer app as it is; this app would not know what it may write there. @throws DatabaseNewer */
	#refuseNewer(): void {
		if (this.backendDB().version >= (DATABASE_VERSION + 1) * NATIVE_STEP) throw new DatabaseNewer();
	}
}
