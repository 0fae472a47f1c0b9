/** Where other systems are told what became final: the last definition of each connector. */
import type { Connector } from '$lib/domain/connector';
import type { Reader, Tx } from '../db';

export async function putConnector(tx: Tx, site: string, position: number, connector: Connector): Promise<void> {
	const json = JSON.stringify(connector);
	await tx
		.insertInto('connectors')
		.values({ site, id: connector.id, position, json })
		.onConflict((conflict) => conflict.columns(['site', 'id']).doUpdateSet({ position, json }))
		.execute();
}

export async function dropConnector(tx: Tx, site: string, id: string): Promise<void> {
	await tx.deleteFrom('connectors').where('site', '=', site).where('id', '=', id).execute();
}

export async function readConnectors(reader: Reader, site: string): Promise<Connector[]> {
	const rows = await reader.selectFrom('connectors').select('json').where('site', '=', site).orderBy('id').execute();
	return rows.map(({ json }) => JSON.parse(json) as Connector);
}

/** Null where there is none of this id. */
export async function readConnector(reader: Reader, site: string, id: string): Promise<Connector | null> {
	const row = await reader
		.selectFrom('connectors')
		.select('json')
		.where('site', '=', site)
		.where('id', '=', id)
		.executeTakeFirst();
	return row ? (JSON.parse(row.json) as Connector) : null;
}
