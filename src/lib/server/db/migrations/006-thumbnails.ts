/** Previews of photos. Not derived from the ledger, and not evidence: one that is lost is made again from its photo. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const thumbnails: Migration = {
	async up(db: Kysely<unknown>): Promise<void> {
		await db.schema
			.createTable('thumbnails')
			.addColumn('site', 'text', (column) => column.notNull().references('sites.id'))
			.addColumn('photo', 'text', (column) => column.notNull())
			.addColumn('file', 'text', (column) => column.notNull())
			.addColumn('media_type', 'text', (column) => column.notNull())
			.addColumn('made_from', 'text', (column) => column.notNull())
			.addPrimaryKeyConstraint('thumbnails_key', ['site', 'photo'])
			.execute();
	}
};
