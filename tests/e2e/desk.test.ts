/** What an admin does at the desk about records that did not arrive as they should: with a tablet and a desk of their own. */
import type { Page } from '@playwright/test';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '../fixtures/test';
import { inspectWithoutNetwork, openDesk } from './desk';
import { enrol, setUpDemoSite, signIn, syncState } from './journey';
import { askAsAdmin, faultsIn, hasPhoto, ledgerOf, ofType, photosIn } from './on-server';

test('what a locked-out tablet still sends is put aside, and counts once an admin releases it', async ({
	server,
	tablet
}) => {
	await setUpDemoSite(tablet.page);
	await enrol(tablet.page);
	await signIn(tablet.page);
	const desk = await openDesk(server.origin);
	try {
		await inspectWithoutNetwork(tablet);

		const { page } = desk;
		await page.reload();
		await page.getByRole('link', { name: 'First tablet' }).click();
		await page.getByRole('button', { name: 'Lock this tablet out' }).click();
		await expect(page.getByText('Say why')).toBeVisible();
		await page.getByLabel('Reason').fill('Left on a bus');
		await page.getByRole('button', { name: 'Lock this tablet out' }).click();
		await expect(page.getByText(/Locked out since/)).toBeVisible();
		await expect(page.getByText('Reason: Left on a bus')).toBeVisible();

		await tablet.setOffline(false);
		const aside = () => page.getByRole('link', { name: /Decision/ });
		await expect
			.poll(async () => {
				await page.goto('/admin/quarantine');
				return aside().count();
			})
			.toBe(1);
		expect(ofType(await ledgerOf(desk, server), 'decision.made')).toHaveLength(0);
		await expect(syncState(tablet.page)).toContainText('need attention');

		await page.locator('select[name=device]').selectOption({ label: 'First tablet' });
		await page.locator('select[name=reason]').selectOption({ label: 'The tablet was locked out' });
		await page.getByRole('textbox', { name: 'Reason' }).fill('Lena’s, found again');
		await page.getByRole('button', { name: 'Release all' }).click();
		await expect(page.getByText(/records settled/)).toBeVisible();
		await expect(page.getByText('Nothing is put aside')).toBeVisible();

		const entries = await ledgerOf(desk, server);
		expect(ofType(entries, 'decision.made')).toHaveLength(1);
		expect(await faultsIn(entries)).toEqual([]);
		// Its photo came as well, though the tablet was locked out.
		const [photo = ''] = photosIn(entries);
		await expect.poll(() => hasPhoto(desk, server, photo)).toBe(true);

		await page.getByRole('link', { name: /^Settled/ }).click();
		await aside().click();
		await expect(page.getByText(/^Released by Grace Admin on .*: Lena’s, found again$/)).toBeVisible();
		await page.getByRole('link', { name: 'See it in the ledger' }).click();
		await expect(page.getByRole('heading', { name: 'Quarantine settled' })).toBeVisible();
	} finally {
		await desk.dispose();
	}
});

test('a damaged record is corrected in the admin’s name, another is dismissed, each once', async ({
	server,
	tablet
}) => {
	await setUpDemoSite(tablet.page);
	await enrol(tablet.page);
	await signIn(tablet.page);
	await expect(syncState(tablet.page)).toHaveText('All sent');
	const desk = await openDesk(server.origin);
	try {
		await inspectWithoutNetwork(tablet);
		const [download] = await Promise.all([tablet.page.waitForEvent('download'), saveQueue(tablet.page)]);
		const file = await download.path();
		// Somebody edits the file: the signature no longer fits.
		const content = JSON.parse(readFileSync(file, 'utf8')) as { entries: { type: string; body: { note?: string } }[] };
		for (const entry of content.entries) if (entry.type === 'decision.made') entry.body.note = 'Looks fine';
		const edited = test.info().outputPath('countersign-edited.json');
		writeFileSync(edited, JSON.stringify(content));

		const { page } = desk;
		await page.getByRole('link', { name: 'Take over a file' }).click();
		await page.getByLabel('Files from tablets').setInputFiles(edited);
		await page.getByRole('button', { name: 'Take over' }).click();
		await expect(page.getByText('1 record put aside')).toBeVisible();
		await page.getByRole('link', { name: 'See what was put aside' }).click();
		await page.getByRole('link', { name: /Decision/ }).click();
		await expect(page.getByText(/cannot be released: The tablet’s signature does not fit/)).toBeVisible();

		const correct = page.getByRole('region', { name: 'Correct it by a new record' });
		await correct.getByLabel('Verdict').selectOption({ label: 'Rejected' });
		await correct.getByLabel('Because').selectOption({ label: 'the part is good' });
		await correct.getByLabel('Reason').fill('Lena told me');
		await correct.getByRole('button', { name: 'Save the correction' }).click();
		await expect(page.getByText(/^Corrected by Grace Admin on .*: Lena told me$/)).toBeVisible();
		const [decision] = ofType(await ledgerOf(desk, server), 'decision.made');
		expect(decision).toMatchObject({ actor: { role: 'admin' }, body: { verdict: 'reject', because: 'part-good' } });
		expect(await page.getByRole('button', { name: 'Dismiss' }).count()).toBe(0);
	} finally {
		await desk.dispose();
	}
});

test('what a tablet without a network saved as a file arrives by way of the desk, photos included', async ({
	server,
	tablet
}) => {
	await setUpDemoSite(tablet.page);
	await enrol(tablet.page);
	await signIn(tablet.page);
	await expect(syncState(tablet.page)).toHaveText('All sent');
	const desk = await openDesk(server.origin);
	try {
		await inspectWithoutNetwork(tablet);
		const [download] = await Promise.all([tablet.page.waitForEvent('download'), saveQueue(tablet.page)]);
		const file = await download.path();

		const { page } = desk;
		await page.getByRole('link', { name: 'Take over a file' }).click();
		const takeOver = async (path: string) => {
			await page.getByLabel('Files from tablets').setInputFiles(path);
			await page.getByRole('button', { name: 'Take over' }).click();
		};
		await takeOver(file);
		await expect(page.getByText(/is taken over$/)).toBeVisible();
		await expect(page.getByText('1 photo taken')).toBeVisible();
		const entries = await ledgerOf(desk, server);
		expect(ofType(entries, 'decision.made')).toHaveLength(1);
		expect(await faultsIn(entries)).toEqual([]);
		expect(await hasPhoto(desk, server, photosIn(entries)[0] ?? '')).toBe(true);

		await takeOver(file);
		await expect(page.getByText(/records were there already/)).toBeVisible();
		await tablet.setOffline(false);
		await expect(syncState(tablet.page)).toHaveText('All sent', { timeout: 30_000 });
		expect(ofType(await ledgerOf(desk, server), 'decision.made')).toHaveLength(1);

		const other = test.info().outputPath('holiday.json');
		writeFileSync(other, '{"format":"something else"}');
		await takeOver(other);
		await expect(page.getByText('“holiday.json” could not be taken over')).toBeVisible();
		expect((await askAsAdmin(desk, server, '/admin/devices')).status).toBe(200);
	} finally {
		await desk.dispose();
	}
});

async function saveQueue(page: Page): Promise<void> {
	await syncState(page).click();
	await page.getByRole('button', { name: 'Export as a file' }).click();
}
