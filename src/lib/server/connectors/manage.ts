/** What an admin changes about connectors. Each definition is an entry in the admin's name; secrets are shown once and kept apart. */
import { Connector } from '$lib/domain/connector';
import * as v from 'valibot';
import { v7 as uuid } from 'uuid';
import { inTheNameOf, refuseUnlessMay, type Account } from '../auth';
import type { Core } from '../core';
import type { Tx } from '../db';
import { appendServiceEntries, lockSite, type ServiceStatement } from '../ledger';
import { ProblemError } from '../problem';
import { readConnector } from '../projections';
import { makeWebhookSecret } from './signature';

/** So long after a change messages are signed with the old secret too: time to tell the receiver. */
const PREVIOUS_SECRET_MS = 24 * 60 * 60 * 1000;

/** What is asked about a connector. */
export const ConnectorDetails = v.omit(Connector, ['id', 'state']);
export type ConnectorDetails = v.InferOutput<typeof ConnectorDetails>;

/** Returns its id, and the secret, which is never given back again. Throws `forbidden`. */
export async function addConnector(
	core: Core,
	site: string,
	by: Account,
	details: ConnectorDetails
): Promise<{ id: string; secret: string }> {
	refuseUnlessMay(by, 'connectors.manage');
	const id = uuid();
	const secret = makeWebhookSecret();
	await core.db.transaction().execute(async (tx) => {
		await lockSite(tx, site);
		await tx
			.insertInto('connector_secrets')
			.values({ site, connector: id, secret, previous: null, previous_until: null })
			.execute();
		await state(core, tx, site, by, { type: 'connector.defined', body: { id, ...details, state: 'active' } });
	});
	return { id, secret };
}

/** Throws `forbidden` or `not-found`. */
export async function changeConnector(
	core: Core,
	site: string,
	by: Account,
	id: string,
	change: ConnectorDetails | { state: 'active' | 'paused' }
): Promise<void> {
	await within(core, site, by, id, async (tx, known) => {
		const body: Connector = { ...known, ...change };
		if (JSON.stringify(body) === JSON.stringify(known)) return;
		await state(core, tx, site, by, { type: 'connector.defined', body });
	});
}

/** Draws a new secret, which is given back here and never again. Throws `forbidden` or `not-found`. */
export async function drawConnectorSecret(core: Core, site: string, by: Account, id: string): Promise<string> {
	const secret = makeWebhookSecret();
	await within(core, site, by, id, async (tx) => {
		await tx
			.updateTable('connector_secrets')
			.set((expression) => ({
				secret,
				previous: expression.ref('secret'),
				previous_until: new Date(core.now().getTime() + PREVIOUS_SECRET_MS).toISOString()
			}))
			.where('site', '=', site)
			.where('connector', '=', id)
			.execute();
		await state(core, tx, site, by, { type: 'connector.secret-set', body: { connectorId: id } });
	});
	return secret;
}

/** With its secret and everything that waited for it. Throws `forbidden` or `not-found`. */
export async function removeConnector(core: Core, site: string, by: Account, id: string): Promise<void> {
	await within(core, site, by, id, async (tx) => {
		for (const table of ['deliveries', 'connector_secrets'] as const) {
			await tx.deleteFrom(table).where('site', '=', site).where('connector', '=', id).execute();
		}
		await state(core, tx, site, by, { type: 'connector.removed', body: { connectorId: id } });
	});
}

/** Sends messages that were given up once more, one or all of them, with every attempt they had at first. Throws `forbidden` or `not-found`. */
export async function sendAgain(
	core: Core,
	site: string,
	by: Account,
	id: string,
	which: { entry: string } | 'all'
): Promise<void> {
	await within(core, site, by, id, async (tx) => {
		const dead = tx
			.updateTable('deliveries')
			.set({ state: 'waiting', attempts: 0, due_at: core.now().toISOString() })
			.where('site', '=', site)
			.where('connector', '=', id)
			.where('state', '=', 'dead');
		await (which === 'all' ? dead : dead.where('entry', '=', which.entry)).execute();
	});
}

async function within(
	core: Core,
	site: string,
	by: Account,
	id: string,
	work: (tx: Tx, known: Connector) => Promise<void>
): Promise<void> {
	refuseUnlessMay(by, 'connectors.manage');
	await core.db.transaction().execute(async (tx) => {
		await lockSite(tx, site);
		const known = await readConnector(tx, site, id);
		if (!known) throw new ProblemError('not-found');
		await work(tx, known);
	});
}

async function state(core: Core, tx: Tx, site: string, by: Account, statement: ServiceStatement): Promise<void> {
	await appendServiceEntries(core, tx, site, inTheNameOf(by), [statement]);
}
