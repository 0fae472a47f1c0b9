/** The fleet at work: every tablet sends its queue in order, all at the same time, as after a network that was down. */
import type { PushResponse, PullResponse } from '$lib/wire';
import { setTimeout } from 'node:timers/promises';
import { JSON_BODY, type BenchSite } from './site';
import { PUSH_PATH, type FleetTablet } from './tablet';

const PULL_LIMIT = 500;
const RETRY_MS = 200;

export interface Load {
	entriesPerSecond: number;
	pushMs: number[];
	/** Calls that had to be made again. */
	retries: number;
}

/** Sends everything that is queued. */
export async function pushAll(site: BenchSite, tablets: readonly FleetTablet[]): Promise<Load> {
	const entries = tablets.flatMap(({ queue }) => queue).reduce((sum, push) => sum + push.entries, 0);
	const load: Load = { entriesPerSecond: 0, pushMs: [], retries: 0 };
	site.reconnect();
	const startedAt = performance.now();
	await Promise.all(tablets.map((tablet) => drain(site, tablet, load)));
	load.entriesPerSecond = Math.round(entries / ((performance.now() - startedAt) / 1000));
	return load;
}

async function drain(site: BenchSite, tablet: FleetTablet, load: Load): Promise<void> {
	for (let push = tablet.queue[0]; push; push = tablet.queue[0]) {
		const startedAt = performance.now();
		const authorization = tablet.authorize('POST', PUSH_PATH, push.bodyHash);
		const answer = await site.call('POST', PUSH_PATH, { ...JSON_BODY, authorization }, push.body).catch(() => null);
		load.pushMs.push(performance.now() - startedAt);
		if (answer?.status !== 200) {
			if (answer && answer.status < 500 && answer.status !== 429) throw new Error(`a push was refused: ${answer.text}`);
			load.retries++;
			await setTimeout(RETRY_MS);
			continue;
		}
		const { receipts } = JSON.parse(answer.text) as PushResponse;
		const kept = receipts.filter(({ result }) => result === 'stored' || result === 'duplicate').length;
		if (kept !== push.entries) throw new Error(`a push was not stored: ${answer.text.slice(0, 500)}`);
		tablet.acknowledged += kept;
		tablet.queue.shift();
	}
}

/** Milliseconds of pulls of 500 documents, one after another, from places all over the ledger. */
export async function measurePulls(site: BenchSite, tablet: FleetTablet, rows: number, times: number) {
	const took: number[] = [];
	site.reconnect();
	for (let turn = 0; turn < times; turn++) {
		const after = Math.floor((rows * turn) / times);
		const path = `/api/sync/pull?after=${after}&limit=${PULL_LIMIT}`;
		const startedAt = performance.now();
		const answer = await site.call('GET', path, { authorization: tablet.authorize('GET', path, '') });
		took.push(performance.now() - startedAt);
		const page = JSON.parse(answer.text) as PullResponse;
		if (answer.status !== 200 || page.documents.length === 0)
			throw new Error(`a pull failed: ${answer.text.slice(0, 500)}`);
	}
	return took;
}

export interface ReadBack {
	lost: number;
	duplicated: number;
	/** The site's last position. */
	position: number;
}

/** Reads the ledger after a position, and compares it with what was acknowledged to each tablet: 1, 2, 3, … without a gap. */
export async function readBack(site: BenchSite, tablets: readonly FleetTablet[]): Promise<ReadBack> {
	const found = new Map(tablets.map(({ id }) => [id, new Set<number>()]));
	let duplicated = 0;
	let last = 0;
	for await (const { position, entry } of site.ledger(0)) {
		last = position;
		const places = found.get(entry.device);
		if (places?.has(entry.seq)) duplicated++;
		places?.add(entry.seq);
	}
	let lost = 0;
	for (const { id, acknowledged } of tablets) {
		for (let seq = 1; seq <= acknowledged; seq++) if (!found.get(id)?.has(seq)) lost++;
	}
	return { lost, duplicated, position: last };
}

/** The value below which this share of the numbers lies, in their own unit, to a tenth. */
export function quantile(numbers: readonly number[], share: number): number {
	const sorted = [...numbers].sort((a, b) => a - b);
	const index = Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1);
	return Math.round((sorted[Math.max(0, index)] ?? 0) * 10) / 10;
}
