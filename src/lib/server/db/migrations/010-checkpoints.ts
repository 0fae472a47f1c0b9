/** What is said about cases besides decisions, and when the next thing happens to one with nobody's doing. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const checkpoints: Migration = {
	async up(db: Kysely<unknown>): Promise<void> {
		const schema = db.schema;
		await schema
			.createTable('oversight')
			.addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
			.addColumn('position', 'bigint', (column) => column.notNull())
			.addColumn('suggestion', 'text', (column) => column.notNull())
			.addColumn('type', 'text', (column) => column.notNull())
			.addColumn('person', 'text')
			.addColumn('role', 'text')
			.addColumn('received_at', 'text', (column) => column.notNull())
			.addColumn('json', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('oversight_key', ['site', 'position'])
			.execute();
		await schema.createIndex('oversight_suggestion').on('oversight').columns(['site', 'suggestion']).execute();

		await schema.alterTable('decisions').addColumn('received_at', 'text').execute();
		await schema.alterTable('suggestions').addColumn('due_at', 'text').execute();
		// Few cases wait for a moment: those that do not cost the index nothing.
		await schema
			.createIndex('suggestions_due')
			.on('suggestions')
			.columns(['site', 'due_at'])
			.where('due_at' as never, 'is not', null)
			.execute();
	}
};
