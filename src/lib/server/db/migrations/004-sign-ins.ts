/** Who tried to sign in at the desk, from where, and what came of it. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const signIns: Migration = {
	async up(db: Kysely<unknown>): Promise<void> {
		await db.schema
			.createTable('sign_ins')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('site', 'text', (column) => column.notNull())
			.addColumn('at', 'text', (column) => column.notNull())
			.addColumn('username', 'text', (column) => column.notNull())
			.addColumn('address', 'text', (column) => column.notNull())
			.addColumn('outcome', 'text', (column) => column.notNull())
			.addColumn('person', 'text')
			.execute();
		await db.schema.createIndex('sign_ins_at').on('sign_ins').columns(['site', 'at']).execute();
		await db.schema.createIndex('sign_ins_person').on('sign_ins').columns(['site', 'person', 'at']).execute();
		await db.schema.createIndex('entries_type').on('entries').columns(['site', 'type', 'position']).execute();
	}
};
