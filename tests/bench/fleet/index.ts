/** `npm run bench -- fleet`: many tablets that push at once to the production server, beside what the bare store can take. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ROOT } from '../../fixtures/pictures';
import type { TestServer } from '../../fixtures/server';
import type { BenchRun } from '../options';
import type { BareStore } from './bare-store';
import { measurePulls, pushAll, quantile, readBack, type Load } from './load';
import { Places } from './place';
import { batchesAfter, fillUp } from './rows';
import { BenchSite } from './site';
import { BATCH, type FleetTablet } from './tablet';

export const options = {
	devices: { about: 'tablets that push at the same time', default: 200 },
	entries: { about: 'entries they push together', default: 100_000 },
	store: { about: 'what the server keeps its ledger in', default: 'sqlite', oneOf: ['sqlite', 'postgres'] },
	rows: { about: 'sizes of the ledger to push into, separated by commas', default: '10000,100000,1000000' }
} as const;

export interface FleetFigures {
	store: string;
	devices: number;
	entries: number;
	/** Over HTTP into an empty ledger, every signature verified. */
	entriesPerSecond: number;
	/** The same rows, projections included, by the bare driver in batches of 50, into an empty store, durably. */
	rawEntriesPerSecond: number;
	ratio: number;
	/** All devices push at once: how long a push of 50 waits for its receipts while all others push too. */
	pushMsP50: number;
	pushMsP99: number;
	/** Pulls of 500 documents, one after another, while nobody pushes. */
	pullMsP95: number;
	atRows: { rows: number; entriesPerSecond: number; pullMsP95: number }[];
	lost: number;
	duplicated: number;
	/** The most memory the server's process held, in MB of 1,000,000 bytes; null where the system does not say. */
	rssMb: number | null;
	/** Pushes that had to be made again. */
	retries: number;
}

/** Entries pushed before the clock starts, so that code is compiled and connections are open; as a share of all. */
const WARM_UP = 0.05;
const PULLS = 200;
/** Entries pushed into a ledger of a given size. */
const MEASURED_AT_ROWS = 20_000;

const say = (text: string) => process.stderr.write(`${text}\n`);

export async function run({ values }: BenchRun<typeof options>): Promise<FleetFigures> {
	const sizes = values.rows.split(',').map(Number);
	if (sizes.some((rows, index) => !Number.isInteger(rows) || rows <= (sizes[index - 1] ?? 0))) {
		throw new Error(`--rows ${values.rows}? Whole numbers, each larger than the one before, such as 10000,100000.`);
	}
	execFileSync(process.execPath, [join(ROOT, 'src/commands/build.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] });
	const places = await Places.open(values.store);
	try {
		const empty = await measureEmpty(places, values.devices, values.entries);
		const sized = await measureSizes(places, values.devices, sizes);
		return {
			store: values.store,
			devices: values.devices,
			entries: values.entries,
			...empty.figures,
			atRows: sized.atRows,
			lost: empty.lost + sized.lost,
			duplicated: empty.duplicated + sized.duplicated,
			rssMb: sized.rssMb === null ? null : Math.max(sized.rssMb, empty.rssMb ?? 0),
			retries: empty.retries + sized.retries
		};
	} finally {
		await places.dispose();
	}
}

async function measureEmpty(places: Places, devices: number, entries: number) {
	return withFleet(places, devices, async ({ server, bare, site, tablets }) => {
		await push(site, tablets, Math.round(entries * WARM_UP));
		const before = await readBack(site, tablets);
		const load = await push(site, tablets, entries);
		const pulls = await measurePulls(site, firstOf(tablets), before.position + entries, PULLS);
		const after = await readBack(site, tablets);
		const raw = await measureRaw(places, bare, site.id, before.position);
		return {
			figures: {
				entriesPerSecond: load.entriesPerSecond,
				rawEntriesPerSecond: raw,
				ratio: Math.round((load.entriesPerSecond / raw) * 1000) / 1000,
				pushMsP50: quantile(load.pushMs, 0.5),
				pushMsP99: quantile(load.pushMs, 0.99),
				pullMsP95: quantile(pulls, 0.95)
			},
			lost: after.lost,
			duplicated: after.duplicated,
			retries: load.retries,
			rssMb: peakMemoryMb(server)
		};
	});
}

async function measureSizes(places: Places, devices: number, sizes: readonly number[]) {
	return withFleet(places, devices, async ({ server, bare, site, tablets }) => {
		await push(site, tablets, MEASURED_AT_ROWS * WARM_UP);
		const atRows: FleetFigures['atRows'] = [];
		let retries = 0;
		for (const rows of sizes) {
			await untilSettled(bare);
			const before = await readBack(site, tablets);
			say(`Filling the ledger up to ${rows} entries …`);
			const filled = await fillUp(bare, site.id, before.position, rows);
			const load = await push(site, tablets, MEASURED_AT_ROWS);
			const pulls = await measurePulls(site, firstOf(tablets), filled + MEASURED_AT_ROWS, PULLS);
			retries += load.retries;
			atRows.push({ rows, entriesPerSecond: load.entriesPerSecond, pullMsP95: quantile(pulls, 0.95) });
			say(JSON.stringify(atRows.at(-1)));
		}
		const { lost, duplicated } = await readBack(site, tablets);
		return { atRows, lost, duplicated, retries, rssMb: peakMemoryMb(server) };
	});
}

interface Fleet {
	server: TestServer;
	bare: BareStore;
	site: BenchSite;
	tablets: FleetTablet[];
}

async function withFleet<R>(places: Places, devices: number, work: (fleet: Fleet) => Promise<R>): Promise<R> {
	const { server, bare } = await places.serve();
	try {
		const site = await BenchSite.make(server.origin);
		say(`Enrolling ${devices} tablets …`);
		const tablets = await site.enrol(devices);
		const result = await work({ server, bare, site, tablets });
		site.close();
		return result;
	} finally {
		await bare.close();
		await server.dispose();
	}
}

/** Waits until the server has said what became final of all that was pushed: what fills the ledger up must not come in between. */
async function untilSettled(bare: BareStore): Promise<void> {
	while ((await bare.unsettled()) > 0) await wait(500);
}

/** Every tablet writes its share of so many entries first; then all of them send at once. */
async function push(site: BenchSite, tablets: readonly FleetTablet[], entries: number): Promise<Load> {
	const share = Math.floor(entries / tablets.length);
	for (const [index, tablet] of tablets.entries()) {
		tablet.prepare(share + (index < entries - share * tablets.length ? 1 : 0));
	}
	say(`${tablets.length} tablets push ${entries} entries, ${BATCH} at a time …`);
	const load = await pushAll(site, tablets);
	say(`${load.entriesPerSecond} entries/s`);
	return load;
}

async function measureRaw(places: Places, bare: BareStore, site: string, after: number): Promise<number> {
	const batches = await batchesAfter(bare, after);
	const empty = await places.empty(site);
	try {
		const startedAt = performance.now();
		for (const batch of batches) await empty.insert(batch);
		const entries = batches.reduce((sum, batch) => sum + batch.entries.length, 0);
		return Math.round(entries / ((performance.now() - startedAt) / 1000));
	} finally {
		await empty.close();
	}
}

function firstOf<T>([first]: readonly T[]): T {
	if (first === undefined) throw new Error('a fleet has tablets');
	return first;
}

function peakMemoryMb(server: TestServer): number | null {
	try {
		const status = readFileSync(`/proc/${server.pid ?? 0}/status`, 'utf8');
		return Math.round((Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) * 1024) / 1e6);
	} catch {
		return null;
	}
}
