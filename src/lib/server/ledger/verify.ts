/** Verifies a site's whole ledger again, from the stored records alone: order, hashes, signatures, nothing missing at the end. */
import { fromBase64Url, linkFault, signedBytes, type EntryEnvelope } from '$lib/domain/ledger';
import { setImmediate } from 'node:timers/promises';
import type { Core } from '../core';
import type { Device } from '$lib/domain/site';
import { readDocuments } from '../projections';
import { readChain, seal } from './records';
import { isSignedBy } from './signature';

export interface LedgerFault {
	seq: number;
	code:
		| 'sequence-gap'
		| 'broken-chain'
		| 'bad-signature'
		/** The stored text no longer has the stored hash. */
		| 'altered'
		/** The newest entries are gone. */
		| 'end-missing'
		/** A record came in damaged and is in quarantine; the link to it cannot be checked. */
		| 'unreadable-record';
}

export interface DeviceVerification {
	deviceId: string;
	name: string;
	entries: number;
	quarantined: number;
	/** The first hundred. */
	faults: LedgerFault[];
	faultCount: number;
}

export interface LedgerVerification {
	whole: boolean;
	entries: number;
	devices: DeviceVerification[];
	tookMs: number;
}

const PAGE = 500;
const FAULTS_LISTED = 100;

export async function verifyLedger(core: Core, site: string): Promise<LedgerVerification> {
	const started = performance.now();
	const devices: DeviceVerification[] = [];
	for (const device of await readDocuments(core.db, site, 'device'))
		devices.push(await verifyDevice(core, site, device));
	return {
		whole: devices.every((device) => device.faults.every((fault) => fault.code === 'unreadable-record')),
		entries: devices.reduce((sum, device) => sum + device.entries, 0),
		devices,
		tookMs: performance.now() - started
	};
}

async function verifyDevice(core: Core, site: string, device: Device): Promise<DeviceVerification> {
	const result: DeviceVerification = {
		deviceId: device.id,
		name: device.name,
		entries: 0,
		quarantined: 0,
		faults: [],
		faultCount: 0
	};
	const report = (seq: number, code: LedgerFault['code']) => {
		result.faultCount++;
		if (result.faults.length < FAULTS_LISTED) result.faults.push({ seq, code });
	};
	let head: { seq: number; hash: string | null; known: boolean } = { seq: 0, hash: null, known: true };
	for (;;) {
		const links = await readLinks(core, site, device.id, head.seq);
		for (const link of links) {
			if (link.position === null) result.quarantined++;
			else result.entries++;
			if (link.breaks) {
				if (link.seq !== head.seq + 1) report(link.seq, 'sequence-gap');
				report(link.seq, 'unreadable-record');
				head = { seq: link.seq, hash: null, known: false };
				continue;
			}
			const entry = JSON.parse(link.json) as EntryEnvelope;
			if (seal(entry).hash !== link.hash) report(link.seq, 'altered');
			if (!isSignedBy(device.publicKey, fromBase64Url(entry.sig), signedBytes(entry)))
				report(link.seq, 'bad-signature');
			const expected = head.known ? head : { seq: head.seq, hash: entry.prev };
			const fault = linkFault({ ...entry, seq: link.seq }, expected);
			// A break that was noticed when the entry came in stays on record as such.
			if (fault) report(link.seq, fault.code);
			head = { seq: link.seq, hash: link.hash, known: true };
		}
		if (links.length < PAGE) break;
		await setImmediate();
	}
	const chain = await readChain(core.db, site, device.id);
	if (chain && chain.seq > head.seq) report(head.seq + 1, 'end-missing');
	return result;
}

interface Link {
	seq: number;
	hash: string;
	json: string;
	/** Null for a record in quarantine that the chain goes on from. */
	position: number | null;
	breaks: boolean;
}

/** The next records of a device's chain after `seq`, accepted or quarantined, in order. */
async function readLinks(core: Core, site: string, device: string, seq: number): Promise<Link[]> {
	const accepted = await core.db
		.selectFrom('entries')
		.select(['seq', 'hash', 'json', 'position'])
		.where('site', '=', site)
		.where('device', '=', device)
		.where('seq', '>', seq)
		.orderBy('seq')
		.limit(PAGE)
		.execute();
	const refused = await core.db
		.selectFrom('quarantine')
		.select(['seq', 'hash', 'json', 'link'])
		.where('site', '=', site)
		.where('device', '=', device)
		.where('seq', '>', seq)
		.where('link', '!=', 'apart')
		// Released, a record stands in both tables, and an entry may have come in the place of a damaged record.
		.where(({ not, exists, selectFrom }) =>
			not(
				exists(
					selectFrom('entries')
						.select('entries.position')
						.whereRef('entries.site', '=', 'quarantine.site')
						.whereRef('entries.device', '=', 'quarantine.device')
						.whereRef('entries.seq', '=', 'quarantine.seq')
				)
			)
		)
		.orderBy('seq')
		.limit(PAGE)
		.execute();
	return [
		...accepted.map((row) => ({ ...row, breaks: false })),
		...refused.map(({ link, ...row }) => ({ ...row, position: null, breaks: link === 'breaks' }))
	]
		.sort((a, b) => a.seq - b.seq)
		.slice(0, PAGE);
}
