/** Where a measured server keeps its ledger: SQLite in a temporary folder, or a database of a PostgreSQL that flushes what it commits. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openStore } from '$lib/server/db';
import { findPostgres, PrivatePostgres } from '../../../src/commands/postgres.mjs';
import { TestServer } from '../../fixtures/server';
import { openBarePostgres, openBareSqlite, type BareStore } from './bare-store';

export type StoreName = 'sqlite' | 'postgres';

export class Places {
	readonly #folders: string[] = [];

	private constructor(private readonly postgres: PrivatePostgres | null) {}

	static async open(store: StoreName): Promise<Places> {
		if (store === 'sqlite') return new Places(null);
		const programs = findPostgres();
		if (programs === null)
			throw new Error('There is no PostgreSQL on this computer: install it, or name it with PG_BIN.');
		return new Places(await PrivatePostgres.start(programs, { durable: true }));
	}

	/** A production server on a new store, and the store beside it. */
	async serve(): Promise<{ server: TestServer; bare: BareStore }> {
		if (this.postgres === null) {
			const server = await TestServer.start();
			return { server, bare: openBareSqlite(join(server.dataDir, 'countersign.sqlite')) };
		}
		const url = await this.#newDatabase(this.postgres);
		const server = await TestServer.start({ DATABASE_URL: url });
		return { server, bare: await openBarePostgres(url) };
	}

	/** A store with the server's tables and nothing in them but a site. */
	async empty(site: string): Promise<BareStore> {
		const dataDir = mkdtempSync(join(tmpdir(), 'countersign-bare-'));
		this.#folders.push(dataDir);
		const databaseUrl = this.postgres === null ? undefined : await this.#newDatabase(this.postgres);
		const store = await openStore({ dataDir, databaseUrl });
		await store.db.insertInto('sites').values({ id: site, position: 0, service_device: '', created_at: '' }).execute();
		await store.close();
		return databaseUrl === undefined
			? openBareSqlite(join(dataDir, 'countersign.sqlite'))
			: openBarePostgres(databaseUrl);
	}

	async dispose(): Promise<void> {
		await this.postgres?.dispose();
		for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
	}

	async #newDatabase({ url }: PrivatePostgres): Promise<string> {
		const client = new pg.Client({ connectionString: url });
		await client.connect();
		const name = `fleet_${randomUUID().replaceAll('-', '')}`;
		await client.query(`create database ${name}`);
		await client.end();
		const own = new URL(url);
		own.pathname = name;
		return own.href;
	}
}
