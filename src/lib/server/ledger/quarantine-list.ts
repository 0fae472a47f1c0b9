/** Reads what is in quarantine, and what became of it, for people. */
import type { QuarantineReason, Resolution } from '$lib/domain/ledger';
import type { Core } from '../core';
import type { QuarantineKey } from './quarantine';

export interface KeptRecord extends QuarantineKey {
	entryId: string;
	reason: QuarantineReason;
	/** By the server's clock. */
	receivedAt: string;
	/** The record as it came in: any JSON object. */
	record: Record<string, unknown>;
	/** Null while it is open. */
	settled: Settlement | null;
}

/** What an admin made of it. */
export interface Settlement {
	resolution: Resolution;
	reason: string;
	personId: string | null;
	at: string;
	/** Position of the `quarantine.resolved` entry. */
	position: number;
	/** The entry that stands in its place; null when it was dismissed. */
	entryId: string | null;
}

export interface QuarantineFilter {
	state: 'open' | 'settled';
	device?: string | undefined;
	reason?: string | undefined;
}

export interface QuarantinePage {
	/** Open ones oldest first, so that what hangs together is settled in order; settled ones newest first. */
	records: KeptRecord[];
	counts: Record<QuarantineFilter['state'], number>;
	/** How many there are under the filter. */
	total: number;
}

/** One page of what is kept; `skip` records come before it. */
export async function listQuarantine(
	core: Core,
	site: string,
	filter: QuarantineFilter,
	skip: number,
	limit: number
): Promise<QuarantinePage> {
	const count = async (state: QuarantineFilter['state'], only: Omit<QuarantineFilter, 'state'>) => {
		const row = await select(core, site, { ...only, state })
			.select((expression) => expression.fn.countAll<number>().as('count'))
			.executeTakeFirstOrThrow();
		return Number(row.count);
	};
	const direction = filter.state === 'open' ? 'asc' : 'desc';
	const rows = await select(core, site, filter)
		.select(COLUMNS)
		.orderBy('quarantine.received_at', direction)
		.orderBy('quarantine.device', direction)
		.orderBy('quarantine.seq', direction)
		.offset(skip)
		.limit(limit)
		.execute();
	return {
		records: rows.map(read),
		counts: { open: await count('open', {}), settled: await count('settled', {}) },
		total: await count(filter.state, filter)
	};
}

/** How many records nobody has settled. */
export async function countOpen(core: Core, site: string): Promise<number> {
	const row = await select(core, site, { state: 'open' })
		.select((expression) => expression.fn.countAll<number>().as('count'))
		.executeTakeFirstOrThrow();
	return Number(row.count);
}

/** Null when there is no such record. */
export async function readKept(core: Core, site: string, key: QuarantineKey): Promise<KeptRecord | null> {
	const row = await rows(core, site)
		.where('quarantine.device', '=', key.deviceId)
		.where('quarantine.seq', '=', key.seq)
		.where('quarantine.hash', '=', key.hash)
		.executeTakeFirst();
	return row ? read(row) : null;
}

const COLUMNS = [
	'quarantine.device',
	'quarantine.seq',
	'quarantine.hash',
	'quarantine.entry_id',
	'quarantine.reason',
	'quarantine.received_at',
	'quarantine.json',
	'resolutions.resolution',
	'resolutions.reason as resolved_reason',
	'resolutions.person',
	'resolutions.at as resolved_at',
	'resolutions.position',
	'resolutions.entry_id as resolved_entry'
] as const;

function joined(core: Core, site: string) {
	return core.db
		.selectFrom('quarantine')
		.leftJoin('resolutions', (join) =>
			join
				.onRef('resolutions.site', '=', 'quarantine.site')
				.onRef('resolutions.device', '=', 'quarantine.device')
				.onRef('resolutions.seq', '=', 'quarantine.seq')
				.onRef('resolutions.hash', '=', 'quarantine.hash')
		)
		.where('quarantine.site', '=', site);
}

function select(core: Core, site: string, { state, device, reason }: QuarantineFilter) {
	let query = joined(core, site).where('resolutions.position', state === 'open' ? 'is' : 'is not', null);
	if (device) query = query.where('quarantine.device', '=', device);
	if (reason) query = query.where('quarantine.reason', '=', reason);
	return query;
}

type Row = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number];

function rows(core: Core, site: string) {
	return joined(core, site).select(COLUMNS);
}

function read(row: Row): KeptRecord {
	return {
		deviceId: row.device,
		seq: row.seq,
		hash: row.hash,
		entryId: row.entry_id,
		reason: row.reason as QuarantineReason,
		receivedAt: row.received_at,
		record: JSON.parse(row.json) as Record<string, unknown>,
		settled:
			row.resolution === null || row.resolved_at === null || row.position === null
				? null
				: {
						resolution: row.resolution as Resolution,
						reason: row.resolved_reason ?? '',
						personId: row.person,
						at: row.resolved_at,
						position: row.position,
						entryId: row.resolved_entry
					}
	};
}
