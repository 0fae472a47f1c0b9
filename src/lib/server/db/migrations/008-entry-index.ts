/** What the ledger is searched by. Derived from the entries: a server that finds it empty derives everything anew. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const entryIndex: Migration = {
	async up(db: Kysely<unknown>): Promise<void> {
		const { schema } = db;
		await schema
			.createTable('entry_index')
			.addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
			.addColumn('position', 'bigint', (column) => column.notNull())
			.addColumn('type', 'text', (column) => column.notNull())
			.addColumn('device', 'text', (column) => column.notNull())
			.addColumn('person', 'text')
			.addColumn('verdict', 'text')
			.addColumn('received_at', 'text', (column) => column.notNull())
			.addColumn('subject', 'text')
			.addColumn('words', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('entry_index_key', ['site', 'position'])
			.execute();
		await schema
			.createIndex('entry_index_subject')
			.on('entry_index')
			.columns(['site', 'subject', 'position'])
			.execute();
		await schema.createIndex('resolutions_entry').on('resolutions').columns(['site', 'entry_id']).execute();
	}
};
