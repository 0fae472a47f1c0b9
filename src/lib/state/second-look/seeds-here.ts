import type { LocalDatabase } from '$lib/local-db';

/** Whether this tablet has any seeded check: without one, nothing can have been left. */
export async function seedsHere(database: LocalDatabase): Promise<boolean> {
	return (await database.documents.where('kind').equals('seed').count()) > 0;
}
