/** How messages to connectors stand, for the metrics; and which of them are no longer kept. */
import type { Core } from '../core';
import type { Reader } from '../db';

export interface DeliveryFigures {
	/** Given up, until somebody sends them again. */
	dead: number;
	/** How long the oldest one has waited, in seconds; 0 when none does. */
	oldestWaitingSeconds: number;
}

export async function readDeliveryFigures(reader: Reader, site: string, now: Date): Promise<DeliveryFigures> {
	const { dead } = await reader
		.selectFrom('deliveries')
		.select((expression) => expression.fn.countAll<number>().as('dead'))
		.where('site', '=', site)
		.where('state', '=', 'dead')
		.executeTakeFirstOrThrow();
	const { oldest } = await reader
		.selectFrom('deliveries')
		.select((expression) => expression.fn.min('created_at').as('oldest'))
		.where('site', '=', site)
		.where('state', '=', 'waiting')
		.executeTakeFirstOrThrow();
	const waited = oldest === null ? 0 : now.getTime() - Date.parse(oldest);
	return { dead: Number(dead), oldestWaitingSeconds: Math.max(0, waited / 1000) };
}

/** Delivered messages are kept so long; that they happened stays in the ledger. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

export async function forgetDelivered(core: Core, site: string): Promise<void> {
	await core.db
		.deleteFrom('deliveries')
		.where('site', '=', site)
		.where('state', '=', 'delivered')
		.where('due_at', '<', new Date(core.now().getTime() - KEPT_MS).toISOString())
		.execute();
}
