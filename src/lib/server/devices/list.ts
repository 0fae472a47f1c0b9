/** What an admin sees of a site's devices: how far each has come, what it still owes, and what became of it. */
import type { Missing } from '$lib/domain/ledger';
import type { Core } from '../core';
import { readDocuments } from '../projections';
import { readLosses, type KnownReplacement } from './missing';

/** A device by its name, for lists of what it did. */
export interface NamedDevice {
	id: string;
	name: string;
	/** The server itself, which signs the register. */
	isServer: boolean;
}

export interface DeviceStatus extends NamedDevice, Missing {
	/** Why and when it was locked out; null while it may work. */
	lockedOut: { at: string; reason: string } | null;
	/** ISO 8601; null until it first called. */
	lastSeenAt: string | null;
	/** The app's version on it, where it has said so. */
	app: string | null;
	/** The next sequence number the server waits for. */
	expectedSeq: number;
	/** Its records in quarantine that nobody has settled. */
	quarantined: number;
	/** Those of them that the tablet itself says it has lost: missing for good, each named by its number. */
	lostOnTablet: number;
	/** How far its clock was ahead when it last called, in milliseconds. */
	skewMs: number;
	/** The identity it goes on under; null when it has not been replaced. */
	replacedBy: KnownReplacement | null;
	/** Another tablet says it takes this one's place; nothing proved it, and this one still may work. */
	claim: KnownReplacement | null;
}

/** Every device of the site, oldest first. */
export async function listDevices(core: Core, site: string): Promise<NamedDevice[]> {
	const own = await core.db.selectFrom('sites').select('service_device').where('id', '=', site).executeTakeFirst();
	const devices = await readDocuments(core.db, site, 'device');
	return devices.map(({ id, name }) => ({ id, name, isServer: id === own?.service_device }));
}

/** The site's tablets with all that is known of each. */
export async function listTablets(core: Core, site: string): Promise<DeviceStatus[]> {
	const losses = await readLosses(core.db, site);
	const contacts = await core.db.selectFrom('contacts').selectAll().where('site', '=', site).execute();
	const calls = new Map(contacts.map((row) => [row.device, row]));
	const refused = await core.db
		.selectFrom('quarantine')
		.leftJoin('resolutions', (join) =>
			join
				.onRef('resolutions.site', '=', 'quarantine.site')
				.onRef('resolutions.device', '=', 'quarantine.device')
				.onRef('resolutions.seq', '=', 'quarantine.seq')
				.onRef('resolutions.hash', '=', 'quarantine.hash')
		)
		.select(['quarantine.device', 'quarantine.reason', (expression) => expression.fn.countAll<number>().as('count')])
		.where('quarantine.site', '=', site)
		.where('resolutions.position', 'is', null)
		.groupBy(['quarantine.device', 'quarantine.reason'])
		.execute();
	const open = Map.groupBy(refused, ({ device }) => device);
	const devices = await listDevices(core, site);
	return devices
		.filter(({ isServer }) => !isServer)
		.map((device) => {
			const loss = losses.get(device.id);
			const contact = calls.get(device.id);
			const chain = loss?.chain ?? null;
			const lockedOut = loss?.lockedOut ?? null;
			const claim = loss?.replacedBy.at(-1) ?? null;
			const aside = open.get(device.id) ?? [];
			return {
				...device,
				gaps: loss?.missing.gaps ?? [],
				notYetSent: loss?.missing.notYetSent ?? 0,
				lockedOut,
				lastSeenAt: later(contact?.at, chain?.last_seen_at),
				app: contact?.app ?? null,
				expectedSeq: (chain?.seq ?? 0) + 1,
				quarantined: sum(aside),
				lostOnTablet: sum(aside.filter(({ reason }) => reason === 'lost-on-tablet')),
				skewMs: contact?.skew_ms ?? chain?.skew_ms ?? 0,
				replacedBy: lockedOut ? claim : null,
				claim: lockedOut ? null : claim
			};
		});
}

function sum(rows: readonly { count: number }[]): number {
	return rows.reduce((total, { count }) => total + Number(count), 0);
}

function later(one: string | undefined, other: string | undefined): string | null {
	return (
		[one, other]
			.filter((at) => at !== undefined)
			.sort()
			.at(-1) ?? null
	);
}
