/** A new version of the app arrives while somebody works: it waits, and nothing that was begun or waits is stranded by it. */
import type { Locator } from '@playwright/test';
import { newVersion } from '../faults/harness/new-version';
import { FINE, isPush, Proxy } from '../faults/harness/proxy';
import { Tablet } from '../fixtures/tablet';
import { expect, test } from '../fixtures/test';
import {
	chooseSamplePart,
	decide,
	enrol,
	inspectReady,
	readyForOffline,
	setUpDemoSite,
	signIn,
	syncState,
	useSamplePicture,
	verdicts
} from './journey';
import { ledgerOf, ofType } from './on-server';

test('an update waits for the capture in hand, takes over the queue, and sends it', async ({ server }) => {
	const network = await Proxy.open(() => server.port);
	const tablet = await Tablet.open({ origin: network.origin });
	try {
		const { page } = tablet;
		await setUpDemoSite(page);
		await enrol(page);
		await signIn(page);
		await readyForOffline(page);
		await inspectReady(page);
		await chooseSamplePart(page);
		await useSamplePicture(page);

		// The server takes no records for now, so that the queue is not empty when the update comes.
		network.weather = (call) => (isPush(call) ? { kind: 'answered', status: 503 } : FINE);
		network.rewrite = await newVersion({ ask: (path) => fetch(server.origin + path) }, 2);
		await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
		await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration())?.waiting != null);
		const offer = page.getByRole('button', { name: 'Update now' });
		await expect(offer).toBeHidden();
		await expect(verdicts(page)).toBeVisible();
		await decide(page, { verdict: 'escalate' });

		await inspectReady(page);
		await expect(syncState(page)).toHaveText(/1 decision/);
		const reloaded = page.waitForEvent('load');
		await askForFilesWhilePressed(offer);
		await reloaded;
		await inspectReady(page);
		expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting)).toBeNull();
		await expect(syncState(page)).toHaveText(/1 decision/);
		network.weather = () => FINE;
		await page.reload();
		await expect(syncState(page)).toHaveText('All sent', { timeout: 30_000 });
		expect(ofType(await ledgerOf(tablet, network), 'decision.made')).toHaveLength(1);
	} finally {
		await tablet.dispose();
		await network.close();
	}
});

/** Presses a button while the page asks the old service worker for files: Chromium may then forget the new one. */
async function askForFilesWhilePressed(button: Locator): Promise<void> {
	await button.evaluate((element: HTMLElement) => {
		const file = performance.getEntriesByType('resource').find(({ name }) => name.includes('/chunks/'))?.name;
		if (!file) throw new Error('the page has loaded no script');
		element.click();
		for (let after = 0; after < 300; after += 8) setTimeout(() => void fetch(file), after);
	});
}

test('a tablet that the server finds too old keeps its queue, says so, and updates itself when asked', async ({
	server
}) => {
	const network = await Proxy.open(() => server.port);
	const tablet = await Tablet.open({ origin: network.origin });
	try {
		const { page } = tablet;
		await setUpDemoSite(page);
		await enrol(page);
		const body = JSON.stringify({ type: 'about:blank', title: 'too old', status: 426, code: 'unsupported-version' });
		const headers = { 'content-type': 'application/problem+json' };
		network.weather = ({ path }) =>
			path.startsWith('/api/sync/') ? { kind: 'answered', status: 426, headers, body } : FINE;
		await signIn(page);
		await chooseSamplePart(page);
		await useSamplePicture(page);
		await decide(page, { verdict: 'escalate' });
		await expect(syncState(page)).toHaveText('Update the app to send 1');
		await syncState(page).click();
		await expect(page.getByText('Everything is kept on this tablet.').first()).toBeVisible();
		network.weather = () => FINE;
		const reloaded = page.waitForEvent('load');
		await page.getByRole('button', { name: 'Update now' }).click();
		await reloaded;
		await expect(syncState(page)).toHaveText('All sent', { timeout: 30_000 });
		expect(ofType(await ledgerOf(tablet, network), 'decision.made')).toHaveLength(1);
	} finally {
		await tablet.dispose();
		await network.close();
	}
});
