/** What an admin sees of connectors: how each stands, what was sent last, and what was given up. */
import type { Connector } from '$lib/domain/connector';
import type { Core } from '../core';
import { isOneOf, type DeliveryRow } from '../db';
import { readConnector, readConnectors } from '../projections';

export interface ConnectorStatus extends Connector {
	waiting: number;
	dead: number;
	/** Null where nothing was delivered lately. */
	lastDeliveredAt: string | null;
}

export interface WebhookDelivery {
	/** The message's id, which is that of its entry in the ledger, and that entry's position. */
	entry: string;
	position: number;
	type: string;
	state: DeliveryRow['state'];
	attempts: number;
	/** While it waits: when it is to be sent. Afterwards: when that ended. */
	dueAt: string;
	status: number | null;
	answer: string;
	createdAt: string;
}

const SHOWN = 20;
const DEAD_SHOWN = 100;

/** By name. */
export async function listConnectors(core: Core, site: string): Promise<ConnectorStatus[]> {
	const found = await Promise.all((await readConnectors(core.db, site)).map((each) => statusOf(core, site, each)));
	const collator = new Intl.Collator();
	return found.sort((one, other) => collator.compare(one.name, other.name));
}

/** One connector with its last messages, newest first, and those that were given up, oldest first; null where there is none. */
export async function readConnectorPage(
	core: Core,
	site: string,
	id: string
): Promise<{ connector: ConnectorStatus; latest: WebhookDelivery[]; dead: WebhookDelivery[] } | null> {
	const known = await readConnector(core.db, site, id);
	if (!known) return null;
	const own = core.db.selectFrom('deliveries').selectAll().where('site', '=', site).where('connector', '=', id);
	const [connector, latest, dead] = await Promise.all([
		statusOf(core, site, known),
		own.orderBy('position', 'desc').limit(SHOWN).execute(),
		own.where('state', '=', 'dead').orderBy('due_at').limit(DEAD_SHOWN).execute()
	]);
	return { connector, latest: latest.map(asDelivery), dead: dead.map(asDelivery) };
}

export interface Told {
	/** The connector's name. */
	name: string;
	state: DeliveryRow['state'];
	/** While it waits: when it is to be sent. Afterwards: when that ended. */
	at: string;
}

/** Who is told of these suggestions, by the id of the entry that they are told of. What was delivered is not kept for ever. */
export async function readTold(
	{ db }: Core,
	site: string,
	suggestions: readonly string[]
): Promise<Map<string, Told[]>> {
	const names = new Map((await readConnectors(db, site)).map(({ id, name }) => [id, name]));
	if (names.size === 0 || suggestions.length === 0) return new Map();
	const rows = await db
		.selectFrom('deliveries')
		.select(['connector', 'entry', 'state', 'due_at'])
		.where('site', '=', site)
		.where(isOneOf(db, 'connector', [...names.keys()]))
		.where(isOneOf(db, 'suggestion', suggestions))
		.execute();
	const byEntry = Map.groupBy(rows, ({ entry }) => entry);
	return new Map(
		[...byEntry].map(([entry, own]) => [
			entry,
			own.map(({ connector, state, due_at: at }) => ({ name: names.get(connector) ?? connector, state, at }))
		])
	);
}

async function statusOf({ db }: Core, site: string, connector: Connector): Promise<ConnectorStatus> {
	const own = db.selectFrom('deliveries').where('site', '=', site).where('connector', '=', connector.id);
	const counted = await own
		.select(['state', (expression) => expression.fn.countAll<number>().as('count')])
		.where('state', 'in', ['waiting', 'dead'])
		.groupBy('state')
		.execute();
	const last = await own
		.select('due_at')
		.where('state', '=', 'delivered')
		.orderBy('due_at', 'desc')
		.limit(1)
		.executeTakeFirst();
	const countOf = (state: string) => Number(counted.find((each) => each.state === state)?.count ?? 0);
	return {
		...connector,
		waiting: countOf('waiting'),
		dead: countOf('dead'),
		lastDeliveredAt: last?.due_at ?? null
	};
}

function asDelivery(row: DeliveryRow): WebhookDelivery {
	const { entry, position, type, state, attempts, status, answer } = row;
	return { entry, position, type, state, attempts, status, answer, dueAt: row.due_at, createdAt: row.created_at };
}
