/**
 * Previews of photos: not derived from the ledger, and not evidence; one that is lost is made again from its photo. And since when the
 * server has known of a photo, so that one that never comes can be called missing.
 */
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
		await db.schema.alterTable('captures').addColumn('received_at', 'text').execute();
	}
};
