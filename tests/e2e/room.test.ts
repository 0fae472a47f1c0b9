/** A tablet whose room runs out: said before it happens, and nothing unsent is ever given up for it. */
import type { TestServer } from '../fixtures/server';
import type { Tablet } from '../fixtures/tablet';
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
	takePhoto,
	verdicts
} from './journey';
import { ofType, ledgerOf } from './on-server';

/** Gives the app this many bytes beyond what it uses now; null for all there are. */
async function leaveRoom(tablet: Tablet, server: TestServer, bytes: number | null): Promise<void> {
	const { page } = tablet;
	const used = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
	const devtools = await tablet.context.newCDPSession(page);
	const quotaSize = bytes === null ? undefined : used + bytes;
	await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.origin, ...(quotaSize && { quotaSize }) });
}

test.beforeEach(async ({ tablet: { page } }) => {
	await setUpDemoSite(page);
	await enrol(page);
	await signIn(page);
	await readyForOffline(page);
});

test('little room is said in the bar, with what to do in the settings', async ({ server, tablet }) => {
	const { page } = tablet;
	await leaveRoom(tablet, server, 60_000_000);
	await page.reload();
	const badge = page.getByRole('link', { name: /^Little room: / });
	await expect(badge).toBeVisible();
	await badge.click();
	await expect(page.getByText(/^Only .* left on this tablet$/)).toBeVisible();
	await expect(page.getByText(/That is room for about \d+ photos/)).toBeVisible();
});

test('with no room left a photo stays in hand and says so, and is saved once there is room', async ({
	server,
	tablet
}) => {
	const { page } = tablet;
	await chooseSamplePart(page);
	await takePhoto(page);
	await decide(page, { verdict: 'escalate' });
	await expect(syncState(page)).toHaveText('All sent', { timeout: 30_000 });
	await tablet.setOffline(true);
	await inspectReady(page);
	await leaveRoom(tablet, server, 0);
	await chooseSamplePart(page);
	await takePhoto(page);
	await verdicts(page).getByRole('button', { name: 'Escalate' }).click();
	await page
		.getByRole('dialog')
		.getByRole('button', { name: /^Hand over to/ })
		.click();
	await expect(page.getByText('The tablet is full')).toBeVisible();
	await leaveRoom(tablet, server, null);
	await page.keyboard.press('Escape');
	await decide(page, { verdict: 'escalate' });
	await tablet.setOffline(false);
	await expect(syncState(page)).toHaveText('All sent', { timeout: 30_000 });
	expect(ofType(await ledgerOf(tablet, server), 'decision.made')).toHaveLength(2);
	expect(ofType(await ledgerOf(tablet, server), 'capture.recorded')).toHaveLength(2);
});
