/** What became of quarantined records, which records were noticed to be missing, when each device was last heard of. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const quarantine: Migration = {
	async up(db: Kysely<unknown>): Promise<void> {
		const schema = db.schema;
		await schema
			.createTable('resolutions')
			.addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
			.addColumn('device', 'text', (column) => column.notNull())
			.addColumn('seq', 'bigint', (column) => column.notNull())
			.addColumn('hash', 'text', (column) => column.notNull())
			.addColumn('position', 'bigint', (column) => column.notNull())
			.addColumn('resolution', 'text', (column) => column.notNull())
			.addColumn('reason', 'text', (column) => column.notNull())
			.addColumn('person', 'text')
			.addColumn('at', 'text', (column) => column.notNull())
			.addColumn('entry_id', 'text')
			.addPrimaryKeyConstraint('resolutions_key', ['site', 'device', 'seq', 'hash'])
			.execute();
		await schema.createIndex('quarantine_received').on('quarantine').columns(['site', 'received_at']).execute();

		await schema
			.createTable('gaps')
			.addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
			.addColumn('device', 'text', (column) => column.notNull())
			.addColumn('from_seq', 'bigint', (column) => column.notNull())
			.addColumn('to_seq', 'bigint', (column) => column.notNull())
			.addColumn('since', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('gaps_key', ['site', 'device', 'from_seq', 'to_seq'])
			.execute();

		await schema
			.createTable('contacts')
			.addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
			.addColumn('device', 'text', (column) => column.notNull())
			.addColumn('at', 'text', (column) => column.notNull())
			.addColumn('skew_ms', 'bigint', (column) => column.notNull())
			.addColumn('app', 'text')
			.addPrimaryKeyConstraint('contacts_key', ['site', 'device'])
			.execute();

		await schema.alterTable('enrolment_codes').addColumn('replaces', 'text').execute();
	}
};
