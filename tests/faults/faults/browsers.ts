/** What browsers do to an app: no Background Sync, and a new version in the middle of the work. */
import { expect, inspectReady, verdicts } from '../../e2e/journey';
import type { Fault } from '../harness/fault';
import { FINE, isPush } from '../harness/proxy';
import { newVersion, versionFolder } from '../harness/new-version';

export const noBackgroundSync: Fault = {
	name: 'browser without Background Sync',
	runs: 20,
	how: 'the feature is taken out of every page before the app starts, as WebKit and Firefox lack it; by turns the network returns with the app open, and while the browser is off',
	tablets: [{ initScript: 'delete ServiceWorkerRegistration.prototype.sync; delete globalThis.SyncManager;' }],
	async run({ inspector, tell }, index) {
		const { tablet } = inspector;
		const has = await inspector.page.evaluate(async () => 'sync' in (await navigator.serviceWorker.ready));
		if (has) throw new Error('This browser has Background Sync all the same.');
		await tablet.setOffline(true);
		await inspector.decideSeveral(2);
		if (index % 2 === 0) {
			await tablet.setOffline(false);
			tell('network back with the app open');
		} else {
			await tablet.kill();
			await tablet.setOffline(false);
			await inspector.startAgain();
			tell('network back while the browser was off');
		}
	}
};

export const updateInQueue: Fault = {
	name: 'update in mid-queue',
	runs: 10,
	how: 'while the server takes nothing and a photo is in hand, a new version is served, all its files under new names and the old ones gone; it waits for the decision, is applied, and then the queue is sent',
	async run({ site, inspector, tell }, index) {
		const { page } = inspector;
		site.network.weather = (call) => (isPush(call) ? { kind: 'answered', status: 503 } : FINE);
		await inspector.decide();
		const photo = await inspector.photograph();
		site.network.rewrite = await newVersion(site, index + 1);
		await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
		await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration())?.waiting != null);
		const notice = page.getByText('A new version is ready');
		await expect(notice).toBeHidden();
		await expect(verdicts(page)).toBeVisible();
		await inspector.judge();
		inspector.keepPromise(photo);
		await expect(notice).toBeVisible();
		const loaded = page.waitForEvent('load');
		await page.getByRole('button', { name: 'Update now' }).click();
		await loaded;
		await inspectReady(page);
		const files = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
		const ofApp = files.filter((name) => name.includes('/_app/'));
		expect(ofApp.length).toBeGreaterThan(0);
		expect(ofApp.filter((name) => !name.includes(versionFolder(index + 1)))).toEqual([]);
		tell('updated between two decisions');
	}
};
