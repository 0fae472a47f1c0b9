/** The cold start without a network: a new browser on the tablet's profile, the server stopped as well. */
import { inspectReady } from '../../e2e/journey';
import type { TestServer } from '../../fixtures/server';
import type { Tablet } from '../../fixtures/tablet';

const RUNS = 5;

/** Median over several starts, in ms from the start of the navigation to the field for a code. */
export async function measureOfflineStart(tablet: Tablet, server: TestServer): Promise<number> {
	await server.stop();
	await tablet.setOffline(true);
	const times: number[] = [];
	for (let run = 0; run < RUNS; run++) {
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
	await server.start();
	await tablet.setOffline(false);
	return Math.round(times.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)] ?? NaN);
}
