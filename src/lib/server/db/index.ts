/** The store: tables, migrations, and the only place that knows Kysely and its drivers. */
import { Kysely, type Transaction } from 'kysely';
import { Migrator } from 'kysely/migration';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { migrationsFor } from './migrations';
import { openSqliteDialect } from './node-sqlite';
import type { Tables } from './tables';

export type * from './tables';
export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;
/** For reads that need no transaction of their own. */
export type Reader = Db | Tx;

/** Opens the embedded store in a data folder, and brings its tables up to date. Throws what a failed migration threw. */
export async function openDb(dataDir: string): Promise<Db> {
	await mkdir(dataDir, { recursive: true, mode: 0o700 });
	const db = new Kysely<Tables>({ dialect: openSqliteDialect(join(dataDir, 'countersign.sqlite')) });
	const migrator = new Migrator({
		db,
		provider: { getMigrations: () => Promise.resolve(migrationsFor('sqlite')) }
	});
	const { error } = await migrator.migrateToLatest();
	if (error) {
		await db.destroy();
		throw error;
	}
	return db;
}
