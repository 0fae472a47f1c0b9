/** Systems that report what machines show: each with the hash of its token. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const maintenance: Migration = {
	async up(db: Kysely<unknown>): Promise<void> {
		await db.schema
			.createTable('reading_sources')
			.addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
			.addColumn('id', 'text', (column) => column.notNull())
			.addColumn('name', 'text', (column) => column.notNull())
			.addColumn('token_hash', 'text', (column) => column.notNull())
			.addColumn('created_at', 'text', (column) => column.notNull())
			.addColumn('used_at', 'text')
			.addPrimaryKeyConstraint('reading_sources_key', ['site', 'id'])
			.addUniqueConstraint('reading_sources_token', ['site', 'token_hash'])
			.execute();
	}
};
