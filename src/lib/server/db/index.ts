/** The store: tables, migrations, and the only place that knows Kysely and its drivers. */
import { Kysely, type Transaction } from 'kysely';
import { Migrator } from 'kysely/migration';
import { chmod, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { migrationsFor } from './migrations';
import { openSqlite } from './node-sqlite';
import type { Tables } from './tables';

export type * from './tables';
export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;
/** For reads that need no transaction of their own. */
export type Reader = Db | Tx;

export interface Store {
	db: Db;
	/** Writes everything into the one file and lets go of it, before this returns. */
	close(): void;
}

/** Opens the embedded store in a data folder, and brings its tables up to date. Throws what a failed migration threw. */
export async function openStore(dataDir: string): Promise<Store> {
	await mkdir(dataDir, { recursive: true, mode: 0o700 });
	const file = join(dataDir, 'countersign.sqlite');
	// It holds what passwords and PINs are checked against. SQLite gives the files beside it the same rights.
	await (await open(file, 'a', 0o600)).close();
	await chmod(file, 0o600);
	const { dialect, close } = openSqlite(file);
	const db = new Kysely<Tables>({ dialect });
	const migrator = new Migrator({
		db,
		provider: { getMigrations: () => Promise.resolve(migrationsFor('sqlite')) }
	});
	const { error } = await migrator.migrateToLatest();
	if (error) {
		close();
		throw error;
	}
	return { db, close };
}
