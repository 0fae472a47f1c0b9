/** For tests: a new place for a store. On PostgreSQL, where `npm test` has started one, a database of its own; else a folder. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { StoreOptions, StoreType } from '.';

const server = process.env['TEST_DATABASE_URL'] || null;

/** The store the tests run on. */
export const TEST_STORE: StoreType = server ? 'postgres' : 'sqlite';

export async function newPlace(): Promise<StoreOptions> {
	const dataDir = await mkdtemp(join(tmpdir(), 'countersign-test-'));
	if (!server) return { dataDir };
	const name = `test_${randomUUID().replaceAll('-', '')}`;
	await onServer(server, `create database ${name}`);
	const url = new URL(server);
	url.pathname = name;
	return { dataDir, databaseUrl: url.href };
}

/** Removes it with all that is in it. */
export async function removePlace({ dataDir, databaseUrl }: StoreOptions): Promise<void> {
	await rm(dataDir, { recursive: true, force: true });
	if (server && databaseUrl) {
		await onServer(server, `drop database ${new URL(databaseUrl).pathname.slice(1)} with (force)`);
	}
}

async function onServer(url: string, statement: string): Promise<void> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		await client.query(statement);
	} finally {
		await client.end();
	}
}
