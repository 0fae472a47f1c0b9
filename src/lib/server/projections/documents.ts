/** Documents: the latest state of everything a tablet holds, each at the position that last changed it. */
import type { SyncDocument } from '$lib/wire';
import type { Reader } from '../db';

export type DocumentKind = SyncDocument['kind'];
type DocumentValues = { [D in SyncDocument as D['kind']]: D['value'] };
export type DocumentValue<K extends DocumentKind> = DocumentValues[K];

/** The document's value, or null. What is stored was validated on its way in, by the schema of its kind. */
export async function readDocument<K extends DocumentKind>(
	reader: Reader,
	site: string,
	kind: K,
	id: string
): Promise<DocumentValue<K> | null> {
	const row = await reader
		.selectFrom('documents')
		.select('value')
		.where('site', '=', site)
		.where('kind', '=', kind)
		.where('id', '=', id)
		.executeTakeFirst();
	return row ? (JSON.parse(row.value) as DocumentValue<K>) : null;
}

export async function readDocuments<K extends DocumentKind>(
	reader: Reader,
	site: string,
	kind: K
): Promise<DocumentValue<K>[]> {
	const rows = await reader
		.selectFrom('documents')
		.select('value')
		.where('site', '=', site)
		.where('kind', '=', kind)
		.orderBy('position')
		.orderBy('id')
		.execute();
	return rows.map((row) => JSON.parse(row.value) as DocumentValue<K>);
}
