/** The latest answer to each item of an audit, derived from the ledger: kept after the audit ended, when tablets hold none any more. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const audits: Migration = {
	async up(db: Kysely<unknown>): Promise<void> {
		await db.schema
			.createTable('audit_answers')
			.addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
			.addColumn('audit', 'text', (column) => column.notNull())
			.addColumn('item', 'text', (column) => column.notNull())
			.addColumn('round', 'integer', (column) => column.notNull())
			.addColumn('person', 'text')
			.addColumn('at', 'text', (column) => column.notNull())
			.addColumn('position', 'bigint', (column) => column.notNull())
			.addColumn('json', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('audit_answers_key', ['site', 'audit', 'item', 'round'])
			.execute();
	}
};
