/** What several instances of one server share besides the ledger: their secrets, and how often something was tried. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const secrets: Migration = {
	async up(db: Kysely<unknown>): Promise<void> {
		const schema = db.schema;
		await schema
			.createTable('secrets')
			.addColumn('name', 'text', (column) => column.primaryKey())
			.addColumn('value', 'text', (column) => column.notNull())
			.execute();
		await schema
			.createTable('attempts')
			.addColumn('what', 'text', (column) => column.notNull())
			.addColumn('key', 'text', (column) => column.notNull())
			.addColumn('tried_at', 'text', (column) => column.notNull())
			.addColumn('forget_at', 'bigint', (column) => column.notNull())
			.addPrimaryKeyConstraint('attempts_key', ['what', 'key'])
			.execute();
		await schema.createIndex('attempts_forget_at').on('attempts').column('forget_at').execute();
	}
};
