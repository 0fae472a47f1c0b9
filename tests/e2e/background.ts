/** The browser with every tab of the app closed: only the service worker is left. */
import type { Page } from '@playwright/test';
import type { TestServer } from '../fixtures/server';
import type { Tablet } from '../fixtures/tablet';

/** Leaves no tab of the app open, and has the browser say to the service worker that the network is back. */
export async function returnWithTabClosed(tablet: Tablet, server: TestServer, app: Page): Promise<void> {
	const blank = await tablet.context.newPage();
	const devtools = await tablet.context.newCDPSession(blank);
	const registration = new Promise<string>((resolve) => {
		devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
			const found = registrations.find(({ scopeURL }) => scopeURL.startsWith(server.origin));
			if (found) resolve(found.registrationId);
		});
	});
	await devtools.send('ServiceWorker.enable');
	const registrationId = await registration;
	await app.close();
	await tablet.setOffline(false);
	await devtools.send('ServiceWorker.dispatchSyncEvent', {
		origin: server.origin,
		registrationId,
		tag: 'countersign-sync-1',
		lastChance: false
	});
}
