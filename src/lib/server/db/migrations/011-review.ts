/** For the review desk: who is looking at which case, which is no record of anything and lasts seconds; where a case was photographed, and the cases of one unit. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const review: Migration = {
	async up(db: Kysely<unknown>): Promise<void> {
		const { schema } = db;
		await schema
			.createTable('presence')
			.addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
			.addColumn('device', 'text', (column) => column.notNull())
			.addColumn('suggestion', 'text', (column) => column.notNull())
			.addColumn('person', 'text', (column) => column.notNull())
			.addColumn('until', 'bigint', (column) => column.notNull())
			.addPrimaryKeyConstraint('presence_key', ['site', 'device'])
			.execute();
		await schema.alterTable('captures').addColumn('area', 'text').execute();
		await schema
			.createIndex('captures_subject')
			.on('captures')
			.columns(['site', 'part', 'subject_text', 'at'])
			.execute();
	}
};
