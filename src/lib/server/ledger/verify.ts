/**
 * Verifies a site's whole ledger again, from the stored records alone: each device's order, hashes and signatures, what the server noted
 * of each arrival, and that nothing is missing at the end.
 */
import { setImmediate } from 'node:timers/promises';
import type { Device } from '$lib/domain/site';
import type { Core } from '../core';
import { readDocuments } from '../projections';
import { verifyArrivals } from './verify-arrivals';
import { verifyDevice } from './verify-device';

export interface LedgerFault {
	seq: number;
	/** Null where there is no entry to be opened: it is missing, or in quarantine. */
	position: number | null;
	code:
		| 'sequence-gap'
		| 'broken-chain'
		| 'bad-signature'
		/** The stored text no longer has the stored hash, or no longer says what it is filed under. */
		| 'altered'
		/** Its number, its time of arrival or its clock is not as the server noted it, or entries before it were removed. */
		| 'arrival-altered'
		/** The newest entries are gone. */
		| 'end-missing'
		/** The key that its device is known by is not the one it was enrolled with. */
		| 'foreign-key'
		/** No device of the site has this id. */
		| 'unknown-device'
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
	/** Up to where; the seal stands for everything before it. */
	head: { position: number; seal: string | null };
	/** The site's newest arrivals are gone, whichever device's they were. */
	endMissing: boolean;
	tookMs: number;
}

const FAULTS_LISTED = 100;

/** Collects what is wrong with one device's entries. */
export class DeviceReport {
	readonly result: DeviceVerification;
	/** Whether anything was found that damage in transit does not explain. */
	broken = false;

	constructor({ id, name }: Pick<Device, 'id' | 'name'>) {
		this.result = { deviceId: id, name, entries: 0, quarantined: 0, faults: [], faultCount: 0 };
	}

	add(code: LedgerFault['code'], seq: number, position: number | null): void {
		const { result } = this;
		result.faultCount++;
		if (code !== 'unreadable-record') this.broken = true;
		if (result.faults.length < FAULTS_LISTED) result.faults.push({ seq, position, code });
	}
}

/** The reports of a site's devices, and of ids that are no device's but stand in the ledger. */
export class Reports {
	readonly #reports = new Map<string, DeviceReport>();

	open(device: Pick<Device, 'id' | 'name'>): DeviceReport {
		const report = new DeviceReport(device);
		this.#reports.set(device.id, report);
		return report;
	}

	/** Null for an id that no device of the site has. */
	of(deviceId: string): DeviceReport | null {
		return this.#reports.get(deviceId) ?? null;
	}

	all(): DeviceReport[] {
		return [...this.#reports.values()];
	}
}

export async function verifyLedger(core: Core, site: string): Promise<LedgerVerification> {
	const started = performance.now();
	const reports = new Reports();
	for (const device of await readDocuments(core.db, site, 'device')) {
		await verifyDevice(core, site, device, reports.open(device));
		await setImmediate();
	}
	const { head, endMissing } = await verifyArrivals(core, site, reports);
	const found = reports.all();
	return {
		whole: !endMissing && !found.some(({ broken }) => broken),
		entries: found.reduce((sum, { result }) => sum + result.entries, 0),
		devices: found.map(({ result }) => result),
		head,
		endMissing,
		tookMs: performance.now() - started
	};
}
