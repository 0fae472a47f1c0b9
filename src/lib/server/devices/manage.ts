/** What an admin does to a tablet that is registered: give it another name, lock it out. */
import type { Device } from '$lib/domain/site';
import { inTheNameOf, refuseUnlessMay, type Account } from '../auth';
import type { Core } from '../core';
import type { Reader } from '../db';
import { appendServiceEntries } from '../ledger';
import { ProblemError } from '../problem';
import { readDocument } from '../projections';

/** Throws `not-found` for what is no tablet of the site; the server itself is none. */
export async function readTablet(reader: Reader, site: string, deviceId: string): Promise<Device> {
	const device = await readDocument(reader, site, 'device', deviceId);
	const own = await reader.selectFrom('sites').select('service_device').where('id', '=', site).executeTakeFirst();
	if (!device || own?.service_device === deviceId) throw new ProblemError('not-found', { detail: 'no such tablet' });
	return device;
}

/** Gives a tablet another name; its records keep theirs, for they hold its id. Throws `forbidden` or `not-found`. */
export async function renameDevice(
	core: Core,
	site: string,
	by: Account,
	deviceId: string,
	name: string
): Promise<void> {
	refuseUnlessMay(by, 'devices.manage');
	await core.db.transaction().execute(async (tx) => {
		const device = await readTablet(tx, site, deviceId);
		if (device.name === name) return;
		await appendServiceEntries(core, tx, site, inTheNameOf(by), [
			{ type: 'device.enrolled', body: { ...device, name } }
		]);
	});
}

/** Locks a tablet out: what it sends later goes to quarantine. Once is enough. Throws `forbidden` or `not-found`. */
export async function revokeDevice(
	core: Core,
	site: string,
	by: Account,
	deviceId: string,
	reason: string
): Promise<void> {
	refuseUnlessMay(by, 'devices.manage');
	await core.db.transaction().execute(async (tx) => {
		if ((await readTablet(tx, site, deviceId)).revoked) return;
		await appendServiceEntries(core, tx, site, inTheNameOf(by), [
			{ type: 'device.revoked', body: { deviceId, reason } }
		]);
	});
}
