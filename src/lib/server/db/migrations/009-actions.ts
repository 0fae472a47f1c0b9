/**
 * What became final of each case, and which cases changed since somebody looked whether something does; who is told of it, and every
 * message to them.
 */
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

		await schema
			.createTable('connectors')
			.addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
			.addColumn('id', 'text', (column) => column.notNull())
			.addColumn('position', 'bigint', (column) => column.notNull())
			.addColumn('json', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('connectors_key', ['site', 'id'])
			.execute();
		await schema
			.createTable('connector_secrets')
			.addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
			.addColumn('connector', 'text', (column) => column.notNull())
			.addColumn('secret', 'text', (column) => column.notNull())
			.addColumn('previous', 'text')
			.addColumn('previous_until', 'text')
			.addPrimaryKeyConstraint('connector_secrets_key', ['site', 'connector'])
			.execute();
		await schema
			.createTable('deliveries')
			.addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
			.addColumn('connector', 'text', (column) => column.notNull())
			.addColumn('entry', 'text', (column) => column.notNull())
			.addColumn('position', 'bigint', (column) => column.notNull())
			.addColumn('suggestion', 'text', (column) => column.notNull())
			.addColumn('type', 'text', (column) => column.notNull())
			.addColumn('body', 'text', (column) => column.notNull())
			.addColumn('state', 'text', (column) => column.notNull())
			.addColumn('attempts', 'integer', (column) => column.notNull())
			.addColumn('due_at', 'text', (column) => column.notNull())
			.addColumn('leased_until', 'text', (column) => column.notNull())
			.addColumn('status', 'integer')
			.addColumn('answer', 'text', (column) => column.notNull())
			.addColumn('created_at', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('deliveries_key', ['site', 'connector', 'entry'])
			.execute();
		const deliveries = (name: string) => schema.createIndex(`deliveries_${name}`).on('deliveries');
		await deliveries('due').columns(['site', 'connector', 'state', 'due_at']).execute();
		await deliveries('suggestion').columns(['site', 'connector', 'suggestion', 'position']).execute();
		await deliveries('position').columns(['site', 'connector', 'position']).execute();
	}
};
