/** A tablet whose room runs out: said before it happens, and nothing unsent is ever given up for it. */
import type { Page } from '@playwright/test';
import type { TestServer } from '../fixtures/server';
import type { Tablet } from '../fixtures/tablet';
import { expect, test } from '../fixtures/test';
import {
	chooseSamplePart,
	enrol,
	inspectReady,
	readyForOffline,
	setUpDemoSite,
	signIn,
	syncState,
	takePhoto,
	verdicts
} from './journey';
import { ofType, ledgerOf } from './on-server';

/** Gives the app this many bytes beyond what it uses now; null for all there are. */
async function leaveRoom(tablet: Tablet, server: TestServer, bytes: number | null): Promise<void> {
	const devtools = await tablet.context.newCDPSession(tablet.page);
	const { usage } = await devtools.send('Storage.getUsageAndQuota', { origin: server.origin });
	const quotaSize = bytes === null ? undefined : usage + bytes;
	await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.origin, ...(quotaSize && { quotaSize }) });
}

/** Waits until the tablet has put its reserve aside. */
async function reserveHeld(page: Page): Promise<void> {
	await page.waitForFunction(async () => {
		const request = indexedDB.open('countersign');
		await new Promise((resolve) => (request.onsuccess = resolve));
		const count = request.result.transaction('settings').objectStore('settings').count('room-reserve');
		await new Promise((resolve) => (count.onsuccess = resolve));
		request.result.close();
		return count.result === 1;
	});
}

test.beforeEach(async ({ tablet: { page } }) => {
	await setUpDemoSite(page);
	await enrol(page);
	await signIn(page);
	await readyForOffline(page);
});

async function escalateNext(page: Page): Promise<void> {
	await chooseSamplePart(page);
	await takePhoto(page);
	await verdicts(page).getByRole('button', { name: 'Escalate' }).click();
	await page
		.getByRole('dialog')
		.getByRole('button', { name: /^Hand over to/ })
		.click();
}

test('room held in reserve saves the work in hand, and its use is said before nothing fits any more', async ({
	server,
	tablet
}) => {
	const { page } = tablet;
	await reserveHeld(page);
	await leaveRoom(tablet, server, 0);
	await escalateNext(page);
	await expect(page.getByText(/Saved on this tablet/)).toBeVisible();
	const badge = page.getByRole('link', { name: /^Little room/ });
	await expect(badge).toBeVisible({ timeout: 30_000 });
	await badge.click();
	await expect(page.getByText('The room on this tablet is running out')).toBeVisible();
});

test('with no room left a decision stays in hand and says so, and is saved once there is room', async ({
	server,
	tablet
}) => {
	const { page } = tablet;
	await reserveHeld(page);
	await tablet.setOffline(true);
	await leaveRoom(tablet, server, 0);
	await escalateNext(page);
	await expect(page.getByText(/Saved on this tablet/)).toBeVisible();
	await inspectReady(page);
	await leaveRoom(tablet, server, 0);
	await escalateNext(page);
	await expect(page.getByText('The tablet is full')).toBeVisible();
	await leaveRoom(tablet, server, null);
	await page
		.getByRole('dialog')
		.getByRole('button', { name: /^Hand over to/ })
		.click();
	await expect(verdicts(page)).toBeHidden();
	await tablet.setOffline(false);
	await expect(syncState(page)).toHaveText('All sent', { timeout: 30_000 });
	expect(ofType(await ledgerOf(tablet, server), 'decision.made')).toHaveLength(2);
	expect(ofType(await ledgerOf(tablet, server), 'capture.recorded')).toHaveLength(2);
});
