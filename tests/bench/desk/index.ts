/** `npm run bench -- desk`: the review desk with very many open cases: how it opens, goes to the next case, and filters. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { build } from 'vite';
import { enrol, readyForOffline, setUpDemoSite, signIn, syncState } from '../../e2e/journey';
import { ROOT } from '../../fixtures/pictures';
import { TestServer } from '../../fixtures/server';
import { Tablet } from '../../fixtures/tablet';
import type { Filling } from './page/fill';

export const options = { items: { about: 'open cases on the tablet', default: 100_000 } } as const;

export interface DeskFigures {
	items: number;
	/** Once only: from opening the page to the list, with every case new to it. */
	firstListMs: number;
	/** From the start of the navigation, in a new browser, to the list with its first case; median of several. */
	openMs: number;
	/** From the key to the next case on the screen, with its photo, what the model said and the ways to answer. */
	nextItemMsP95: number;
	/** From choosing a filter to the list and all counts as it leaves them. */
	filterMsP95: number;
	/** JavaScript held in memory at the end, in MB of 1,000,000 bytes. */
	heapMb: number;
}

const QUALITY_ENGINEER = { name: 'Aylin Demir', pin: '314159' };
/** As many as are read, each one whole, one after the other. */
const WHOLE = 220;
const NEXT_TIMES = 200;
const FILTER_TIMES = 20;
const STARTS = 5;
/** A person looks at a case before the next. */
const LOOK_MS = 120;

const say = (text: string) => process.stderr.write(`${text}\n`);

export async function run({ values: { items } }: { values: { items: number } }): Promise<DeskFigures> {
	execFileSync(process.execPath, [join(ROOT, 'src/commands/build.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] });
	const server = await TestServer.start();
	const tablet = await Tablet.open({ origin: server.origin });
	try {
		say('Setting up the demo site …');
		await setUpDemoSite(tablet.page);
		await enrol(tablet.page);
		await signIn(tablet.page, QUALITY_ENGINEER);
		await readyForOffline(tablet.page);
		await syncState(tablet.page).getByText('All sent').waitFor();
		await tablet.setOffline(true);
		say(`Putting ${items} open cases on the tablet …`);
		await fill(tablet, server.origin, { items, whole: Math.min(items, WHOLE) });

		say('Opening the desk …');
		const firstListMs = await measureOpen(tablet, 600_000);
		const opened: number[] = [];
		for (let start = 0; start < STARTS; start++) opened.push(await measureOpen(tablet, 60_000));
		const { page } = tablet;
		say('Going from case to case …');
		const next = await measureNext(page);
		say('Filtering …');
		const filtered = await measureFilters(page);
		const devtools = await tablet.context.newCDPSession(page);
		await devtools.send('HeapProfiler.collectGarbage');
		await devtools.send('Performance.enable');
		const { metrics } = await devtools.send('Performance.getMetrics');
		const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? NaN;
		return {
			items,
			firstListMs: Math.round(firstListMs),
			openMs: Math.round(quantile(opened, 0.5)),
			nextItemMsP95: tenths(quantile(next, 0.95)),
			filterMsP95: tenths(quantile(filtered, 0.95)),
			heapMb: tenths(heap / 1_000_000)
		};
	} catch (error) {
		const picture = join(ROOT, 'test-results/bench-desk.png');
		await tablet.page.screenshot({ path: picture }).catch(() => undefined);
		say(`The last screen is in ${picture}.`);
		throw error;
	} finally {
		await tablet.dispose();
		await server.dispose();
	}
}

/** In a page without the app, so that nothing else reads or writes meanwhile. */
async function fill(tablet: Tablet, origin: string, filling: Filling): Promise<void> {
	const output = await build({
		root: join(ROOT, 'tests/bench/desk/page'),
		configFile: false,
		logLevel: 'warn',
		resolve: { alias: { $lib: join(ROOT, 'src/lib') } },
		build: { write: false, minify: false, lib: { entry: 'fill.ts', formats: ['iife'], name: 'fill' } }
	});
	const [chunk] = Array.isArray(output) ? (output[0]?.output ?? []) : 'output' in output ? output.output : [];
	if (chunk?.type !== 'chunk') throw new Error('The script that makes the cases was not built.');
	const page = await tablet.context.newPage();
	for (const other of tablet.context.pages()) if (other !== page) await other.close();
	await page.route('**/filling', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
	await page.goto(`${origin}/filling`);
	await page.evaluate(chunk.code);
	await page.evaluate((what) => window.fillCases(what), filling);
	await page.close().catch(() => undefined);
}

async function measureOpen(tablet: Tablet, timeout: number): Promise<number> {
	const page = await tablet.restart();
	// What turns this file into JavaScript names the functions that are sent to the page.
	await page.addInitScript({ content: 'globalThis.__name = (it) => it;' });
	await page.addInitScript(() => {
		new MutationObserver((_, observer) => {
			if (!document.querySelector('.side li button')) return;
			observer.disconnect();
			requestAnimationFrame(() => setTimeout(() => performance.mark('bench:listed')));
		}).observe(document, { childList: true, subtree: true });
	});
	await page.goto('/review');
	await page.waitForFunction(() => performance.getEntriesByName('bench:listed').length > 0, null, { timeout });
	return page.evaluate(() => performance.getEntriesByName('bench:listed')[0]?.startTime ?? NaN);
}

/** Key by key, as a person does: down to the frame in which the next case stands there whole. */
async function measureNext(page: Page): Promise<number[]> {
	await page.keyboard.press('j');
	await page.locator('[data-testid="case"] [data-testid="suggestion"]').waitFor();
	return page.evaluate(
		async ({ times, lookMs }) => {
			const pane = () => document.querySelector('[data-testid="case"]');
			const isWhole = (before: string | null) =>
				pane()?.getAttribute('aria-label') !== before &&
				pane()?.querySelector('[data-testid="suggestion"]') != null &&
				pane()?.querySelector('.photo img') != null &&
				pane()?.querySelector('footer [aria-keyshortcuts="a"]') != null;
			const measured: number[] = [];
			for (let turn = 0; turn < times; turn++) {
				const before = pane()?.getAttribute('aria-label') ?? null;
				const pressedAt = performance.now();
				const shown = new Promise<number>((resolve, reject) => {
					const never = setTimeout(() => reject(new Error(`Nothing whole came after ${before}.`)), 10_000);
					const observer = new MutationObserver(() => {
						if (!isWhole(before)) return;
						clearTimeout(never);
						observer.disconnect();
						requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
					});
					observer.observe(document.body, { childList: true, subtree: true, attributes: true });
				});
				dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true, cancelable: true }));
				measured.push((await shown) - pressedAt);
				await new Promise((resolve) => setTimeout(resolve, lookMs));
			}
			return measured;
		},
		{ times: NEXT_TIMES, lookMs: LOOK_MS }
	);
}

/** Each filter in turn, in and out, one beside the other. */
async function measureFilters(page: Page): Promise<number[]> {
	await page.locator('.side summary').click();
	return page.evaluate(async (times) => {
		const measured: number[] = [];
		for (let turn = 0; turn < times; turn++) {
			for (const name of ['partId', 'class', 'state', 'areaId']) {
				const select = document.querySelector<HTMLSelectElement>(`select[name="${name}"]`);
				if (!select || select.options.length < 2) continue;
				const chosen = select.value === '' ? 1 + (turn % (select.options.length - 1)) : 0;
				// Where a filter leaves the same cases, the counts of the others still change.
				const changed = new Promise<number>((resolve, reject) => {
					const never = setTimeout(() => reject(new Error(`Nothing changed with ${name}.`)), 10_000);
					const observer = new MutationObserver(() => {
						clearTimeout(never);
						observer.disconnect();
						requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
					});
					const side = document.querySelector('.side') ?? document.body;
					observer.observe(side, { childList: true, subtree: true, attributes: true, characterData: true });
				});
				const begun = performance.now();
				select.selectedIndex = chosen;
				select.dispatchEvent(new Event('change', { bubbles: true }));
				measured.push((await changed) - begun);
				await new Promise((resolve) => setTimeout(resolve, 60));
			}
		}
		return measured;
	}, FILTER_TIMES);
}

function quantile(values: readonly number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

function tenths(value: number): number {
	return Math.round(value * 10) / 10;
}
