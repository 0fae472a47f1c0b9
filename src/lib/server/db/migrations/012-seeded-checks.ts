/** Answers to seeded checks, and what is kept of each person's newest answers and decisions: derived from the ledger. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const seededChecks: Migration = {
	async up(db: Kysely<unknown>): Promise<void> {
		const schema = db.schema;
		await schema
			.createTable('seed_answers')
			.addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
			.addColumn('id', 'text', (column) => column.notNull())
			.addColumn('seed', 'text', (column) => column.notNull())
			.addColumn('person', 'text', (column) => column.notNull())
			.addColumn('at', 'text', (column) => column.notNull())
			.addColumn('position', 'bigint', (column) => column.notNull())
			.addColumn('json', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('seed_answers_key', ['site', 'id'])
			.execute();
		await schema.createIndex('seed_answers_seed').on('seed_answers').columns(['site', 'seed', 'position']).execute();
		await schema
			.createIndex('seed_answers_person')
			.on('seed_answers')
			.columns(['site', 'person', 'position'])
			.execute();
		await schema
			.createTable('conduct')
			.addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
			.addColumn('person', 'text', (column) => column.notNull())
			.addColumn('json', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('conduct_key', ['site', 'person'])
			.execute();
		// Who has looked at which tightening: a reminder, and no evidence.
		await schema
			.createTable('tightenings_seen')
			.addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
			.addColumn('person', 'text', (column) => column.notNull())
			.addColumn('seen_by', 'text', (column) => column.notNull())
			.addColumn('since', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('tightenings_seen_key', ['site', 'person', 'seen_by'])
			.execute();
	}
};
