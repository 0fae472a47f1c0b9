/** Seals what the server notes of each arrival; arrivals of earlier versions are sealed as they stand. */
import { hash } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const PAGE = 1000;

interface Arrived {
	position: number;
	received_at: string;
	skew_ms: number;
	hash: string;
}

export const seals: Migration = {
	async up(db: Kysely<unknown>): Promise<void> {
		await db.schema.alterTable('sites').addColumn('seal', 'text').execute();
		await db.schema
			.alterTable('entries')
			.addColumn('seal', 'text', (column) => column.notNull().defaultTo(''))
			.execute();
		const sites = await sql<{ id: string }>`select id from sites`.execute(db);
		for (const { id } of sites.rows) await sealSite(db, id);
	}
};

async function sealSite(db: Kysely<unknown>, site: string): Promise<void> {
	let seal: string | null = null;
	let after = 0;
	for (;;) {
		const { rows } = await sql<Arrived>`
			select position, received_at, skew_ms, hash from entries
			where site = ${site} and position > ${after} order by position limit ${PAGE}
		`.execute(db);
		for (const row of rows) {
			seal = sealOf(seal, row);
			await sql`update entries set seal = ${seal} where site = ${site} and position = ${row.position}`.execute(db);
			after = row.position;
		}
		if (rows.length < PAGE) break;
	}
	await sql`update sites set seal = ${seal} where id = ${site}`.execute(db);
}

/** As the first version of the seal was; its later versions do not change what this migration wrote. */
function sealOf(before: string | null, row: Arrived): string {
	const text = JSON.stringify(['countersign-arrival-v1', before, row.position, row.received_at, row.skew_ms, row.hash]);
	return hash('sha256', text, 'base64url');
}
