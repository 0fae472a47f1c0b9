/** How much JavaScript the inspect page loads before it can be used, without that of its workers. */
import { gzipSync } from 'node:zlib';
import type { Response } from '@playwright/test';
import { inspectReady } from '../../e2e/journey';
import type { Tablet } from '../../fixtures/tablet';

/** @returns Bytes after gzip. Nothing comes from a cache: service worker and its files are put aside for the visit. */
export async function inspectScriptBytes({ context }: Tablet): Promise<number> {
	const page = await context.newPage();
	const cdp = await context.newCDPSession(page);
	await cdp.send('Network.enable');
	await cdp.send('Network.setBypassServiceWorker', { bypass: true });
	await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
	const scripts = new Map<string, Response>();
	page.on('response', (response) => {
		const isScript = response.request().resourceType() === 'script';
		if (isScript && !/\/workers\/|service-worker/.test(response.url())) scripts.set(response.url(), response);
	});
	await page.addInitScript(markUsable);
	await page.goto('/inspect');
	await inspectReady(page);
	const before = new Set(await page.evaluate(requestedBeforeUsable));
	const needed = [...scripts].filter(([url]) => before.has(url)).map(([, script]) => script.body());
	const sizes = (await Promise.all(needed)).map((body) => gzipSync(body).length);
	await page.close();
	if (sizes.length === 0) throw new Error('No script of the inspect page was seen.');
	return sizes.reduce((sum, size) => sum + size, 0);
}

/** In the page: notes the moment at which a code can be typed. What is asked for later is loaded while nobody waits. */
function markUsable(): void {
	new MutationObserver((_, observer) => {
		const field = document.querySelector('main input');
		if (!(field instanceof HTMLInputElement) || field.disabled || field.readOnly) return;
		performance.mark('usable');
		observer.disconnect();
	}).observe(document, { childList: true, subtree: true, attributes: true });
}

/** In the page: addresses of what it had asked for by then. */
function requestedBeforeUsable(): string[] {
	const [usable] = performance.getEntriesByName('usable');
	if (!usable) throw new Error('The inspect page never became usable.');
	return performance
		.getEntriesByType('resource')
		.filter(({ startTime }) => startTime < usable.startTime)
		.map(({ name }) => name);
}
