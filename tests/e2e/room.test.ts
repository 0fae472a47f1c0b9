/** A tablet whose room runs out: said before it happens. What happens when it has is tried by `npm run faults`. */
import type { TestServer } from '../fixtures/server';
import { Tablet } from '../fixtures/tablet';
import { expect, test } from '../fixtures/test';
import { enrol, readyForOffline, setUpDemoSite, signIn } from './journey';

/** Gives the app this many bytes beyond what it uses now. */
async function leaveRoom(tablet: Tablet, server: TestServer, bytes: number): Promise<void> {
	const { page } = tablet;
	const used = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
	const devtools = await tablet.context.newCDPSession(page);
	await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.origin, quotaSize: used + bytes });
}

async function begin({ page }: Tablet): Promise<void> {
	await setUpDemoSite(page);
	await enrol(page);
	await signIn(page);
	await readyForOffline(page);
}

/** So that the page is told the true quota: to make sites harder to tell apart, Chromium reports 10 GB more than is used. */
const TRUE_QUOTA = '--disable-features=StaticStorageQuota,PredictableReportedQuota';

test('little room is said in the bar, with what to do in the settings', async ({ server }) => {
	const tablet = await Tablet.open({ origin: server.origin, args: [TRUE_QUOTA] });
	try {
		const { page } = tablet;
		await begin(tablet);
		await leaveRoom(tablet, server, 60_000_000);
		await page.reload();
		const badge = page.getByRole('link', { name: /^Little room/ });
		await expect(badge).toBeVisible();
		await badge.click();
		await expect(page.getByText(/^Only .* left on this tablet$/)).toBeVisible();
		await expect(page.getByText(/That is room for about \d+ photos/)).toBeVisible();
	} finally {
		await tablet.dispose();
	}
});
