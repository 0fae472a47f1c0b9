/** What became final of each case, and which cases changed since somebody looked whether something does. */
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const actions: Migration = {
	async up(db: Kysely<unknown>): Promise<void> {
		const schema = db.schema;
		await schema
			.createTable('actions')
			.addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
			.addColumn('suggestion', 'text', (column) => column.notNull())
			.addColumn('id', 'text', (column) => column.notNull())
			.addColumn('state', 'text', (column) => column.notNull())
			.addColumn('position', 'bigint', (column) => column.notNull())
			.addColumn('json', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('actions_key', ['site', 'suggestion'])
			.execute();
		await schema.createIndex('actions_id').on('actions').columns(['site', 'id']).execute();

		await schema
			.createTable('unsettled')
			.addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
			.addColumn('suggestion', 'text', (column) => column.notNull())
			.addColumn('look_at', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('unsettled_key', ['site', 'suggestion'])
			.execute();
		await schema.createIndex('unsettled_look_at').on('unsettled').columns(['site', 'look_at']).execute();
		// What was decided before there were actions becomes final too.
		await sql`
			insert into unsettled (site, suggestion, look_at)
			select site, id, '' from suggestions where state = 'satisfied'
		`.execute(db);
	}
};
