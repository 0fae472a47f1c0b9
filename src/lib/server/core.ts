/** What every part of the server works with: the store, the server's own signing key, the clock, and the log. */
import type { Db } from './db';
import type { AppendQueue } from './ledger/append-queue';
import type { ServiceKey } from './ledger/service-key';
import type { Log } from './watch';

export interface Core {
	readonly dataDir: string;
	readonly db: Db;
	readonly key: ServiceKey;
	/** Where deliveries wait for the ledger. */
	readonly appends: AppendQueue;
	readonly log: Log;
	now(): Date;
}
