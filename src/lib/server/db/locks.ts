/** Locks by name that last until the transaction ends. */
import { PostgresAdapter, sql } from 'kysely';
import type { Reader, Tx } from '.';

/**
 * Waits until no other transaction, of this process or another, holds the lock of this name. On SQLite every transaction already is
 * alone with the file; on PostgreSQL this is an advisory lock. Throws `StoreUnavailable` when it takes too long.
 */
export async function lockFor(tx: Tx, name: string): Promise<void> {
	if (!isPostgres(tx)) return;
	await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx);
}

export function isPostgres(reader: Reader): boolean {
	return reader.getExecutor().adapter instanceof PostgresAdapter;
}
