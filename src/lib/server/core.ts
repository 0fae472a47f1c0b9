/** What every part of the server works with: the store, the server's own signing key, and the clock. */
import type { Db } from './db';
import type { AppendQueue } from './ledger/append-queue';
import type { ServiceKey } from './ledger/service-key';

export interface Core {
	readonly dataDir: string;
	readonly db: Db;
	readonly key: ServiceKey;
	/** Where deliveries wait for the ledger. */
	readonly appends: AppendQueue;
	now(): Date;
}
