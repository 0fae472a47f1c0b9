/**
 * Takes devices' entries into the ledger. Every record gets a receipt: stored, stored before, kept in quarantine with its reason, or
 * not yet wanted because something before it is missing. Deliveries that wait at the same time share a transaction.
 */
import type { PushResponse, Receipt } from '$lib/wire';
import type { Core } from '../core';
import { ProblemError } from '../problem';
import { loadAhead, readDocument } from '../projections';
import { Additions } from './additions';
import { readArrivals, type Arrival } from './arrival';
import { DeviceChain } from './device-chain';
import * as records from './records';
import { tightenWhereDue } from './tighten';

export interface Delivery {
	site: string;
	/** The device whose request signature covered these records, unless they are `imported`: only its own key moves its chain. */
	device: string;
	records: readonly Record<string, unknown>[];
	/** How far the device's clock was ahead of the server's when it sent them, in milliseconds. */
	skewMs: number;
	/** The `seq` of the newest record on the tablet, where it says so: what it still owes. */
	lastSeq?: number | undefined;
	/**
	 * Somebody else brought these records: no request signature of the device covers them. Then only records that its key has signed
	 * move its chain; every other is kept apart, and its place waits for the real one.
	 */
	imported?: boolean | undefined;
}

/** A delivery whose records were read and whose signatures were checked. */
export interface ReadDelivery extends Delivery {
	arrivals: readonly Arrival[];
}

/** Throws `unknown-device` for a device the site's register does not have. */
export async function appendEntries(core: Core, delivery: Delivery): Promise<PushResponse> {
	const device = await readDocument(core.db, delivery.site, 'device', delivery.device);
	if (!device) throw new ProblemError('unknown-device');
	// A device keeps its key for good, so the signatures can be checked before the ledger is held.
	const reading = readArrivals(device.publicKey, delivery.records).then((arrivals) => ({ ...delivery, arrivals }));
	return core.appends.add(reading, (group) => appendGroup(core, group));
}

/** Deliveries of different devices of one site, in one transaction: all of it is kept, or nothing. */
async function appendGroup(core: Core, group: readonly ReadDelivery[]): Promise<PushResponse[]> {
	const [first] = group;
	if (!first) return [];
	const { site } = first;
	return core.db.transaction().execute(async (tx) => {
		const additions = await Additions.open(tx, site);
		const { copy } = additions;
		const chains = await records.readChains(
			tx,
			site,
			group.map(({ device }) => device)
		);
		const arrivals = group.flatMap((delivery) => delivery.arrivals);
		await additions.loadIds(arrivals.flatMap(({ envelope }) => (envelope ? [envelope.id] : [])));
		await loadAhead(copy, {
			statements: arrivals.flatMap(({ content }) => ('accepted' in content ? [content.accepted] : [])),
			people: arrivals.flatMap(({ envelope }) => envelope?.actor.personId ?? []),
			devices: group.map(({ device }) => device)
		});
		const receivedAt = core.now().toISOString();
		const responses: PushResponse[] = [];
		for (const delivery of group) {
			const device = await copy.readDocument('device', delivery.device);
			if (!device) throw new ProblemError('unknown-device');
			const chain = new DeviceChain(additions, device, delivery, chains.get(device.id) ?? null, receivedAt);
			await chain.loadRecorded(delivery.arrivals);
			const receipts: Receipt[] = [];
			for (const arrival of delivery.arrivals) receipts.push(await chain.take(arrival));
			additions.setChain(chain.row);
			const missingPhotos = await copy.missingPhotos(chain.files);
			responses.push({ receipts, expectedSeq: chain.head.seq + 1, missingPhotos, serverTime: receivedAt });
		}
		await additions.save();
		await tightenWhereDue(core, copy);
		return responses;
	});
}
