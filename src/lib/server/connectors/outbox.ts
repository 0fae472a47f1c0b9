/** Messages to connectors, written in the transaction of the entries they tell of: none without its entry, no entry without its message. */
import type { ConnectorEvent } from '$lib/domain/connector';
import { DELIVERY_ROWS, writeRows, type DeliveryRow, type Tx } from '../db';
import { readConnectors } from '../projections';

export interface Event {
	type: ConnectorEvent;
	/** The entry's id and its position. */
	entry: string;
	position: number;
	suggestion: string;
	/** ISO 8601. */
	at: string;
	data: object;
}

/** Puts each event down for every connector that wants its kind. One that stands still gets it when it goes on. */
export async function putInOutbox(tx: Tx, site: string, events: readonly Event[]): Promise<void> {
	const connectors = await readConnectors(tx, site);
	const rows = connectors.flatMap(({ id, events: wanted }) =>
		events.filter(({ type }) => wanted.includes(type)).map((event) => asDelivery(site, id, event))
	);
	await writeRows(tx, DELIVERY_ROWS, rows);
}

function asDelivery(site: string, connector: string, event: Event): DeliveryRow {
	const { type, entry, position, suggestion, at, data } = event;
	return {
		...{ site, connector, entry, position, suggestion, type },
		body: JSON.stringify({ type, timestamp: at, data }),
		state: 'waiting',
		attempts: 0,
		due_at: at,
		leased_until: '',
		status: null,
		answer: '',
		created_at: at
	};
}
