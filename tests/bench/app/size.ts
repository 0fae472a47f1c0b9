/** How much JavaScript the inspect page loads before it can be used, without that of its workers. */
import { gzipSync } from 'node:zlib';
import { inspectReady } from '../../e2e/journey';
import type { Tablet } from '../../fixtures/tablet';

/** @returns Bytes after gzip. Nothing comes from a cache: service worker and its files are put aside for the visit. */
export async function inspectScriptBytes({ context }: Tablet): Promise<number> {
	const page = await context.newPage();
	const cdp = await context.newCDPSession(page);
	await cdp.send('Network.enable');
	await cdp.send('Network.setBypassServiceWorker', { bypass: true });
	await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
	const bodies: Promise<Buffer>[] = [];
	page.on('response', (response) => {
		const isScript = response.request().resourceType() === 'script';
		if (isScript && !/\/workers\/|service-worker/.test(response.url())) bodies.push(response.body());
	});
	await page.goto('/inspect');
	await inspectReady(page);
	const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body).length);
	await page.close();
	if (sizes.length === 0) throw new Error('No script of the inspect page was seen.');
	return sizes.reduce((sum, size) => sum + size, 0);
}
