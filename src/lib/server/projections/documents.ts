/** Documents: the latest state of everything a tablet holds, each at the position that last changed it. */
import type { SyncDocument } from '$lib/wire';
import type { Reader, Tx } from '../db';

export type DocumentKind = SyncDocument['kind'];
type DocumentValues = { [D in SyncDocument as D['kind']]: D['value'] };
export type DocumentValue<K extends DocumentKind> = DocumentValues[K];

export async function putDocument<K extends DocumentKind>(
	tx: Tx,
	site: string,
	position: number,
	kind: K,
	id: string,
	value: DocumentValue<K>
): Promise<void> {
	const json = JSON.stringify(value);
	await tx
		.insertInto('documents')
		.values({ site, kind, id, position, value: json })
		.onConflict((conflict) => conflict.columns(['site', 'kind', 'id']).doUpdateSet({ position, value: json }))
		.execute();
}

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
