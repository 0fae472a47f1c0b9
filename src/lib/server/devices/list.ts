/** What an admin sees of a site's devices: how far each has come, and what it still owes. */
import type { Core } from '../core';
import { readDocuments } from '../projections';

export interface DeviceStatus {
	id: string;
	name: string;
	revoked: boolean;
	/** The server itself, which signs the register. */
	isServer: boolean;
	/** ISO 8601; null until it first sent something. */
	lastSeenAt: string | null;
	/** The next sequence number the server waits for. */
	expectedSeq: number;
	/** Entries it has offered that cannot be taken because earlier ones are missing: first and last missing; null for none. */
	gap: { from: number; to: number } | null;
	quarantined: number;
	/** How far its clock was ahead when it last sent, in milliseconds. */
	skewMs: number;
}

export async function listDevices(core: Core, site: string): Promise<DeviceStatus[]> {
	const own = await core.db.selectFrom('sites').select('service_device').where('id', '=', site).executeTakeFirst();
	const chains = await core.db.selectFrom('chains').selectAll().where('site', '=', site).execute();
	const refused = await core.db
		.selectFrom('quarantine')
		.select(['device', (expression) => expression.fn.countAll<number>().as('count')])
		.where('site', '=', site)
		.groupBy('device')
		.execute();
	const devices = await readDocuments(core.db, site, 'device');
	return devices.map((device) => {
		const chain = chains.find((row) => row.device === device.id);
		const seq = chain?.seq ?? 0;
		const offered = chain?.offered_seq ?? 0;
		return {
			id: device.id,
			name: device.name,
			revoked: device.revoked,
			isServer: device.id === own?.service_device,
			lastSeenAt: chain?.last_seen_at ?? null,
			expectedSeq: seq + 1,
			gap: offered > seq ? { from: seq + 1, to: offered - 1 } : null,
			quarantined: refused.find((row) => row.device === device.id)?.count ?? 0,
			skewMs: chain?.skew_ms ?? 0
		};
	});
}
