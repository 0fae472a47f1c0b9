/** `npm run bench -- drain`: a tablet that has been away for long: how it starts, stays usable, and sends all of it. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { build } from 'vite';
import {
	canAccept,
	chooseSamplePart,
	decide,
	enrol,
	inspectReady,
	readyForOffline,
	setUpDemoSite,
	signIn,
	syncState,
	useSamplePicture
} from '../../e2e/journey';
import { ROOT } from '../../fixtures/pictures';
import { TestServer } from '../../fixtures/server';
import { Tablet } from '../../fixtures/tablet';
import { DECISION_DURABLE } from '../../../src/lib/state/inspect/measure';
import { Arrivals } from '../../fixtures/arrivals';
import type { Filled, Filling } from './page/fill';

export const options = {
	queue: { about: 'decisions that wait, each with its capture and suggestion', default: 10_000 },
	photos: { about: 'photos that wait, of 500 KB', default: 500 }
} as const;

export interface DrainFigures {
	queue: number;
	photos: number;
	/** From the start of the navigation, in a new browser without a network, to a code that can be typed; median of several. */
	openMs: number;
	/** From the tap on the sync state to the list of what waits. */
	queuePageMs: number;
	/** Press of a verdict to the disk's word, while the queue drains. */
	decisionMs: { median: number; p95: number; count: number };
	/** The longest that the page did not answer while the queue drained and a person worked. */
	longestTaskMs: number;
	entriesPerSecond: number;
	photosPerSecond: number;
	/** From the network's return to "All sent". */
	drainS: number;
	lost: number;
	duplicated: number;
	/** The most JavaScript held in memory, in MB of 1,000,000 bytes. */
	heapMb: number;
}

const PHOTO_BYTES = 500_000;
const STARTS = 3;
const LOOK_EVERY_MS = 200;
/** A part every few seconds is a quick inspector. */
const BETWEEN_PARTS_MS = 3000;
const GIVE_UP_AFTER_MS = 15 * 60_000;

const say = (text: string) => process.stderr.write(`${text}\n`);

export async function run({ values }: { values: { queue: number; photos: number } }): Promise<DrainFigures> {
	execFileSync(process.execPath, [join(ROOT, 'src/commands/build.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] });
	const server = await TestServer.start();
	const tablet = await Tablet.open({ origin: server.origin });
	const arrivals = new Arrivals(server.dataDir);
	try {
		say('Setting up the demo site …');
		await setUpDemoSite(tablet.page);
		await enrol(tablet.page);
		await signIn(tablet.page);
		await inspectOnce(tablet.page);
		await readyForOffline(tablet.page);
		await syncState(tablet.page).getByText('All sent').waitFor();
		say(`Putting ${values.queue} decisions and ${values.photos} photos into the queue …`);
		const filled = await fill(tablet, server.origin, {
			decisions: values.queue,
			photos: values.photos,
			photoBytes: PHOTO_BYTES
		});

		say('Starting without a network …');
		const openMs = await measureStart(tablet);
		const queuePageMs = await measureQueuePage(tablet.page);
		say('Giving the network back …');
		const drained = await drain(tablet, arrivals, filled);
		return { queue: values.queue, photos: values.photos, openMs, queuePageMs, ...drained };
	} catch (error) {
		const picture = join(ROOT, 'test-results/bench-drain.png');
		await tablet.page.screenshot({ path: picture }).catch(() => undefined);
		say(`The last screen is in ${picture}.`);
		throw error;
	} finally {
		arrivals.close();
		await tablet.dispose();
		await server.dispose();
	}
}

async function inspectOnce(page: Page): Promise<void> {
	await chooseSamplePart(page);
	await useSamplePicture(page);
	await decide(page, { verdict: (await canAccept(page)) ? 'accept' : 'escalate' });
	await inspectReady(page);
}

/** In a page without the app, so that nothing is sent meanwhile; without a network, so that nothing can be. */
async function fill(tablet: Tablet, origin: string, filling: Filling): Promise<Filled> {
	const output = await build({
		root: join(ROOT, 'tests/bench/drain/page'),
		configFile: false,
		logLevel: 'warn',
		resolve: { alias: { $lib: join(ROOT, 'src/lib') } },
		build: { write: false, minify: false, lib: { entry: 'fill.ts', formats: ['iife'], name: 'fill' } }
	});
	const [chunk] = Array.isArray(output) ? (output[0]?.output ?? []) : 'output' in output ? output.output : [];
	if (chunk?.type !== 'chunk') throw new Error('The script that fills the queue was not built.');
	await tablet.setOffline(true);
	const page = await tablet.context.newPage();
	for (const other of tablet.context.pages()) if (other !== page) await other.close();
	await page.route('**/filling', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
	await page.goto(`${origin}/filling`);
	await page.evaluate(chunk.code);
	const filled = await page.evaluate((what) => window.fillQueue(what), filling);
	await page.close().catch(() => undefined);
	return filled;
}

async function measureStart(tablet: Tablet): Promise<number> {
	const times: number[] = [];
	for (let start = 0; start < STARTS; start++) {
		const page = await tablet.restart();
		await page.addInitScript(() => {
			new MutationObserver((_, observer) => {
				if (!document.querySelector('input[name="code"]')) return;
				performance.mark('bench:usable');
				observer.disconnect();
			}).observe(document, { childList: true, subtree: true });
		});
		await page.goto('/inspect');
		await inspectReady(page);
		times.push(await page.evaluate(() => performance.getEntriesByName('bench:usable')[0]?.startTime ?? NaN));
	}
	return Math.round(times.toSorted((a, b) => a - b)[Math.floor(STARTS / 2)] ?? NaN);
}

async function measureQueuePage(page: Page): Promise<number> {
	const state = syncState(page);
	await state.getByText(/waiting/).waitFor();
	const shown = page.evaluate(
		() =>
			new Promise<number>((resolve) => {
				let pressedAt = 0;
				addEventListener('click', ({ timeStamp }) => (pressedAt = timeStamp), { capture: true, once: true });
				new MutationObserver((_, observer) => {
					if (!document.querySelector('main li .what')) return;
					observer.disconnect();
					requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - pressedAt)));
				}).observe(document, { childList: true, subtree: true });
			})
	);
	await state.click();
	const ms = await shown;
	await page.getByRole('button', { name: 'Menu' }).click();
	await page.getByRole('link', { name: 'Inspect', exact: true }).click();
	await inspectReady(page);
	return Math.round(ms);
}

async function drain(
	tablet: Tablet,
	arrivals: Arrivals,
	filled: Filled
): Promise<Omit<DrainFigures, 'queue' | 'photos' | 'openMs' | 'queuePageMs'>> {
	const { page } = tablet;
	const device = await page.evaluate(readDeviceId);
	const last = filled.ids.length > 0 ? arrivals.lastSeq(device) + filled.ids.length : 0;
	await page.evaluate(() => {
		const tasks: number[] = [];
		Object.assign(window, { longTasks: tasks });
		new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
			entryTypes: ['longtask']
		});
	});
	const devtools = await tablet.context.newCDPSession(page);
	await devtools.send('Performance.enable');
	const waitingPhotos = new Set(filled.photos);
	const begun = performance.now();
	let entriesAt = 0;
	let photosAt = 0;
	let heap = 0;
	let working = true;
	await tablet.setOffline(false);
	const work = keepInspecting(page, () => working);
	while (entriesAt === 0 || photosAt === 0) {
		await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
		const elapsed = performance.now() - begun;
		if (elapsed > GIVE_UP_AFTER_MS) throw new Error('The queue did not drain.');
		if (entriesAt === 0 && arrivals.lastSeq(device) >= last) {
			entriesAt = elapsed;
			say(`All entries after ${Math.round(elapsed / 1000)} s.`);
		}
		if (photosAt === 0 && waitingPhotos.isSubsetOf(arrivals.photos())) photosAt = elapsed;
		const { metrics } = await devtools.send('Performance.getMetrics');
		heap = Math.max(heap, metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0);
	}
	working = false;
	await work;
	await syncState(page).getByText('All sent').waitFor({ timeout: 120_000 });
	const drainS = (performance.now() - begun) / 1000;
	const arrived = arrivals.ids(device);
	const distinct = new Set(arrived);
	const durations = await page.evaluate(
		(of) => performance.getEntriesByName(of, 'measure').map(({ duration }) => duration),
		DECISION_DURABLE
	);
	const tasks = await page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks);
	return {
		decisionMs: { ...quantiles(durations), count: durations.length },
		longestTaskMs: Math.round(Math.max(0, ...tasks)),
		entriesPerSecond: Math.round(filled.ids.length / (entriesAt / 1000)),
		photosPerSecond: Math.round((filled.photos.length / Math.max(0.001, (photosAt - entriesAt) / 1000)) * 10) / 10,
		drainS: Math.round(drainS * 10) / 10,
		lost: filled.ids.filter((id) => !distinct.has(id)).length,
		duplicated: arrived.length - distinct.size,
		heapMb: Math.round(heap / 100_000) / 10
	};
}

/** A person who goes on inspecting meanwhile. */
async function keepInspecting(page: Page, wanted: () => boolean): Promise<void> {
	while (wanted()) {
		await inspectOnce(page);
		await new Promise((resolve) => setTimeout(resolve, BETWEEN_PARTS_MS));
	}
}

async function readDeviceId(): Promise<string> {
	const request = indexedDB.open('countersign');
	await new Promise((resolve) => (request.onsuccess = resolve));
	const row = request.result.transaction('settings').objectStore('settings').get('identity');
	await new Promise((resolve) => (row.onsuccess = resolve));
	request.result.close();
	return (row.result as { value: { deviceId: string } }).value.deviceId;
}

function quantiles(values: number[]): { median: number; p95: number } {
	const sorted = values.toSorted((a, b) => a - b);
	const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
	return { median: Math.round(at(0.5) * 10) / 10, p95: Math.round(at(0.95) * 10) / 10 };
}
