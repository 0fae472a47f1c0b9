/** What every part of the server works with: the store, the server's own signing key, and the clock. */
import type { Db } from './db';
import type { ServiceKey } from './ledger/service-key';

export interface Core {
	readonly dataDir: string;
	readonly db: Db;
	readonly key: ServiceKey;
	now(): Date;
}
