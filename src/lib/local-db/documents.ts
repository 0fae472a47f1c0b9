/** Documents of the site's register, by kind. */
import Dexie from 'dexie';
import type { LocalDatabase } from './database';
import { OWN_POSITION } from './own-documents';
import type { StoredDocument } from './schema';

/** Those of a kind that have changed from this position on, and what this tablet itself has added. */
export async function changedDocuments(
	{ documents }: LocalDatabase,
	kind: string,
	from: number
): Promise<StoredDocument[]> {
	const places = () => documents.where('[kind+position]');
	const own = from > OWN_POSITION ? await places().equals([kind, OWN_POSITION]).toArray() : [];
	const changed = await places().between([kind, from], [kind, Dexie.maxKey], true, true).toArray();
	return [...own, ...changed];
}
