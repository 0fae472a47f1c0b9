/** Verifies one entry by itself: its signature, its text, its place in its device's chain, and the seal of its arrival. */
import type { Core } from '../core';
import { readDocument } from '../projections';
import { asideLinks } from './aside';
import { sealArrival } from './records';
import type { LedgerFault } from './verify';
import { contentFaults, readEnrolledKey } from './verify-device';

/** `after-damaged`: sound, but the record before it came in damaged, so that nothing can be checked against that one. */
export type EntryStanding =
	'sound' | 'first' | 'after-damaged' | Exclude<LedgerFault['code'], 'end-missing' | 'unreadable-record'>;

/** The first fault counts. Null where there is no entry at this position. */
export async function verifyEntry(core: Core, site: string, position: number): Promise<EntryStanding | null> {
	const row = await core.db
		.selectFrom('entries')
		.selectAll()
		.where('site', '=', site)
		.where('position', '=', position)
		.executeTakeFirst();
	if (!row) return null;
	const device = await readDocument(core.db, site, 'device', row.device);
	if (!device) return 'unknown-device';
	const enrolled = await readEnrolledKey(core, site, row.device);
	if (enrolled?.key.x !== device.publicKey.x || enrolled.key.y !== device.publicKey.y) return 'foreign-key';
	const { entry, faults } = contentFaults({ ...row, row }, device.publicKey);
	if (faults.includes('bad-signature')) return 'bad-signature';
	if (entry === null || faults.length > 0) return 'altered';
	const arrival = { position, receivedAt: row.received_at, skewMs: row.skew_ms, hash: row.hash };
	if (sealArrival(await sealBefore(core, site, position), arrival) !== row.seal) return 'arrival-altered';
	if (entry.seq === 1) return entry.prev === null ? 'first' : 'broken-chain';
	const before = await recordBefore(core, site, row);
	if (before === null) return 'sequence-gap';
	if (before.hash === null) return 'after-damaged';
	return entry.prev === before.hash ? 'sound' : 'broken-chain';
}

async function sealBefore(core: Core, site: string, position: number): Promise<string | null> {
	const row = await core.db
		.selectFrom('entries')
		.select('seal')
		.where('site', '=', site)
		.where('position', '<', position)
		.orderBy('position', 'desc')
		.limit(1)
		.executeTakeFirst();
	return row?.seal ?? null;
}

/**
 * The record before it on its device, by number and not by position: one that was released from quarantine arrived later. Its hash is null
 * where it came in damaged; null where it is not on record.
 */
async function recordBefore(
	core: Core,
	site: string,
	{ device, seq }: { device: string; seq: number }
): Promise<{ hash: string | null } | null> {
	const accepted = await core.db
		.selectFrom('entries')
		.select('hash')
		.where('site', '=', site)
		.where('device', '=', device)
		.where('seq', '=', seq - 1)
		.executeTakeFirst();
	if (accepted) return accepted;
	const aside = await asideLinks(core.db, site)
		.where('device', '=', device)
		.where('seq', '=', seq - 1)
		.executeTakeFirst();
	return aside ? { hash: aside.link === 'breaks' ? null : aside.hash } : null;
}
