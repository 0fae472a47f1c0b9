/** The ledger, what is projected from it, and the two kinds of secret that stay out of it. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const ledger: Migration = {
	async up(db: Kysely<unknown>): Promise<void> {
		const schema = db.schema;
		await schema
			.createTable('sites')
			.addColumn('id', 'text', (column) => column.primaryKey())
			.addColumn('position', 'bigint', (column) => column.notNull())
			.addColumn('service_device', 'text', (column) => column.notNull())
			.addColumn('created_at', 'text', (column) => column.notNull())
			.execute();

		await schema
			.createTable('entries')
			.addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
			.addColumn('position', 'bigint', (column) => column.notNull())
			.addColumn('id', 'text', (column) => column.notNull())
			.addColumn('device', 'text', (column) => column.notNull())
			.addColumn('seq', 'bigint', (column) => column.notNull())
			.addColumn('type', 'text', (column) => column.notNull())
			.addColumn('person', 'text')
			.addColumn('about', 'text')
			.addColumn('at', 'text', (column) => column.notNull())
			.addColumn('received_at', 'text', (column) => column.notNull())
			.addColumn('skew_ms', 'bigint', (column) => column.notNull())
			.addColumn('hash', 'text', (column) => column.notNull())
			.addColumn('json', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('entries_key', ['site', 'position'])
			.addUniqueConstraint('entries_id', ['site', 'id'])
			.addUniqueConstraint('entries_chain', ['site', 'device', 'seq'])
			.execute();
		await schema.createIndex('entries_about').on('entries').columns(['site', 'type', 'about', 'position']).execute();
		await schema.createIndex('entries_person').on('entries').columns(['site', 'person', 'position']).execute();

		await schema
			.createTable('quarantine')
			.addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
			.addColumn('device', 'text', (column) => column.notNull())
			.addColumn('hash', 'text', (column) => column.notNull())
			.addColumn('seq', 'bigint', (column) => column.notNull())
			.addColumn('entry_id', 'text', (column) => column.notNull())
			.addColumn('reason', 'text', (column) => column.notNull())
			.addColumn('link', 'text', (column) => column.notNull())
			.addColumn('received_at', 'text', (column) => column.notNull())
			.addColumn('json', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('quarantine_key', ['site', 'device', 'seq', 'hash'])
			.execute();

		await schema
			.createTable('chains')
			.addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
			.addColumn('device', 'text', (column) => column.notNull())
			.addColumn('seq', 'bigint', (column) => column.notNull())
			.addColumn('hash', 'text')
			.addColumn('offered_seq', 'bigint', (column) => column.notNull())
			.addColumn('last_seen_at', 'text', (column) => column.notNull())
			.addColumn('skew_ms', 'bigint', (column) => column.notNull())
			.addPrimaryKeyConstraint('chains_key', ['site', 'device'])
			.execute();

		await schema
			.createTable('documents')
			.addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
			.addColumn('kind', 'text', (column) => column.notNull())
			.addColumn('id', 'text', (column) => column.notNull())
			.addColumn('position', 'bigint', (column) => column.notNull())
			.addColumn('value', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('documents_key', ['site', 'kind', 'id'])
			.execute();
		await schema.createIndex('documents_position').on('documents').columns(['site', 'position']).execute();
		await schema.createIndex('documents_kind_position').on('documents').columns(['site', 'kind', 'position']).execute();

		await schema
			.createTable('captures')
			.addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
			.addColumn('id', 'text', (column) => column.notNull())
			.addColumn('device', 'text', (column) => column.notNull())
			.addColumn('photo', 'text', (column) => column.notNull())
			.addColumn('part', 'text')
			.addColumn('subject_text', 'text', (column) => column.notNull())
			.addColumn('at', 'text', (column) => column.notNull())
			.addColumn('sample', 'integer', (column) => column.notNull())
			.addPrimaryKeyConstraint('captures_key', ['site', 'id'])
			.execute();
		await schema.createIndex('captures_photo').on('captures').columns(['site', 'photo']).execute();

		await schema
			.createTable('suggestions')
			.addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
			.addColumn('id', 'text', (column) => column.notNull())
			.addColumn('capture', 'text', (column) => column.notNull())
			.addColumn('json', 'text', (column) => column.notNull())
			.addColumn('state', 'text')
			.addColumn('changed_position', 'bigint', (column) => column.notNull())
			.addPrimaryKeyConstraint('suggestions_key', ['site', 'id'])
			.execute();
		await schema
			.createIndex('suggestions_state')
			.on('suggestions')
			.columns(['site', 'state', 'changed_position'])
			.execute();
		await schema.createIndex('suggestions_capture').on('suggestions').columns(['site', 'capture']).execute();

		await schema
			.createTable('decisions')
			.addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
			.addColumn('id', 'text', (column) => column.notNull())
			.addColumn('suggestion', 'text', (column) => column.notNull())
			.addColumn('position', 'bigint', (column) => column.notNull())
			.addColumn('person', 'text', (column) => column.notNull())
			.addColumn('role', 'text', (column) => column.notNull())
			.addColumn('at', 'text', (column) => column.notNull())
			.addColumn('withdrawn', 'integer', (column) => column.notNull())
			.addColumn('json', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('decisions_key', ['site', 'id'])
			.execute();
		await schema
			.createIndex('decisions_suggestion')
			.on('decisions')
			.columns(['site', 'suggestion', 'position'])
			.execute();

		await schema
			.createTable('photos')
			.addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
			.addColumn('sha256', 'text', (column) => column.notNull())
			.addColumn('media_type', 'text', (column) => column.notNull())
			.addColumn('bytes', 'bigint', (column) => column.notNull())
			.addColumn('device', 'text', (column) => column.notNull())
			.addColumn('received_at', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('photos_key', ['site', 'sha256'])
			.execute();

		await schema
			.createTable('credentials')
			.addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
			.addColumn('person', 'text', (column) => column.notNull())
			.addColumn('salt', 'text', (column) => column.notNull())
			.addColumn('iterations', 'integer', (column) => column.notNull())
			.addColumn('hash', 'text', (column) => column.notNull())
			.addColumn('sample', 'integer', (column) => column.notNull())
			.addColumn('set_at', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('credentials_key', ['site', 'person'])
			.execute();

		await schema
			.createTable('enrolment_codes')
			.addColumn('code_hash', 'text', (column) => column.primaryKey())
			.addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
			.addColumn('made_by', 'text', (column) => column.notNull())
			.addColumn('expires_at', 'text', (column) => column.notNull())
			.addColumn('used_at', 'text')
			.addColumn('device', 'text')
			.execute();
	}
};
