/** The store: tables, migrations, and the only place that knows Kysely and its drivers. */
import { Kysely, type Transaction } from 'kysely';
import { Migrator } from 'kysely/migration';
import { chmod, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { migrationsFor, type StoreType } from './migrations';
import { openSqlite, SQLITE_SETTINGS } from './node-sqlite';
import { openPostgres } from './postgres';
import type { Tables } from './tables';

export type * from './tables';
export type { StoreType };
export { StoreUnavailable } from './errors';
export * from './bulk';
export { holdsText, isOneOf } from './lists';
export { lockFor } from './locks';
export { SQLITE_SETTINGS };
export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;
/** For reads that need no transaction of their own. */
export type Reader = Db | Tx;

export interface Store {
	type: StoreType;
	db: Db;
	/** SQLite: everything is in the one file before this returns. PostgreSQL: resolves when its connections are closed. */
	close(): Promise<void>;
}

export interface StoreOptions {
	dataDir: string;
	/** `postgres://…`; without it the store is a file in `dataDir`. */
	databaseUrl?: string | undefined;
	/** Told of connections that break while nothing is asked on them: the next call makes a new one. */
	connectionBroken?: ((error: Error) => void) | undefined;
}

/** Opens the store, and brings its tables up to date. Throws `StoreUnavailable`, or what a failed migration threw. */
export async function openStore({ dataDir, databaseUrl, connectionBroken }: StoreOptions): Promise<Store> {
	await mkdir(dataDir, { recursive: true, mode: 0o700 });
	return databaseUrl
		? openServerStore(databaseUrl, connectionBroken)
		: openEmbeddedStore(join(dataDir, 'countersign.sqlite'));
}

async function openEmbeddedStore(file: string): Promise<Store> {
	// It holds what passwords and PINs are checked against. SQLite gives the files beside it the same rights.
	await (await open(file, 'a', 0o600)).close();
	await chmod(file, 0o600);
	const { dialect, close } = openSqlite(file);
	const db = new Kysely<Tables>({ dialect });
	try {
		await migrate(db, 'sqlite');
	} catch (error) {
		close();
		throw error;
	}
	return {
		type: 'sqlite',
		db,
		close: () => {
			close();
			return Promise.resolve();
		}
	};
}

async function openServerStore(url: string, broken: StoreOptions['connectionBroken']): Promise<Store> {
	const told = (error: Error) => broken?.(error);
	const patient = openPostgres(url, 'patient', told);
	try {
		// Instances that start at once take turns: the migrator holds an advisory lock.
		await migrate(new Kysely<Tables>({ dialect: patient.dialect }), 'postgres');
	} finally {
		await patient.close();
	}
	const { dialect, close } = openPostgres(url, 'work', told);
	return { type: 'postgres', db: new Kysely<Tables>({ dialect }), close };
}

/** Brings the tables up to date, or up to the migration of this name. */
export async function migrate(db: Db, type: StoreType, upTo?: string): Promise<void> {
	const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrationsFor(type)) } });
	const { error } = upTo === undefined ? await migrator.migrateToLatest() : await migrator.migrateTo(upTo);
	if (error) throw error;
}
