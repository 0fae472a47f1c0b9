/** Pictures of maintenance: a press that fails for the third time, its ranked causes, and the question whether the repair helped. */
import type { Page } from '@playwright/test';
import { enrol, expect, setUpDemoSite, TECHNICIAN, typePin } from '../e2e/journey';
import type { TestServer } from '../fixtures/server';
import type { Tablet } from '../fixtures/tablet';

/** What was seen, and what it turned out to be: the model has something to learn from. */
const PAST = [
	{ signs: ['Pressure too low', 'Oil on the floor'], cause: 'Cylinder seal leaks' },
	{ signs: ['Pressure too low', 'Stroke is slow', 'Runs hot'], cause: 'Hydraulic pump worn' }
];

export async function maintainWalk(
	tablet: Tablet,
	_server: TestServer,
	keep: (page: Page, name: string) => Promise<void>
): Promise<void> {
	const { page } = tablet;
	await setUpDemoSite(page);
	await enrol(page);
	await typePin(page, TECHNICIAN);
	await page.getByRole('heading', { name: 'Scan a machine' }).waitFor();
	for (const { signs, cause } of PAST) {
		await reportPress(page, signs);
		const confirm = page.getByRole('button', { name: `Confirm: ${cause}` });
		if (await confirm.isVisible()) await confirm.click();
		else {
			await page.getByRole('button', { name: 'Another cause' }).click();
			await page.getByRole('dialog').getByRole('button', { name: cause }).click();
		}
		await page.getByRole('group', { name: 'Remedy' }).getByRole('button').first().click();
		await page.getByRole('button', { name: 'Save the repair' }).click();
		await page.getByText('You will be asked whether it helped').waitFor();
	}

	await openPress(page);
	await page.getByRole('heading', { name: 'Did it help?' }).waitFor();
	await keep(page, 'maintain-outcome');
	await reportPress(page, ['Pressure too low', 'Stroke is slow'], 'E-31');
	await page.evaluate(() => scrollTo(0, 0));
	await keep(page, 'maintain-causes');
}

async function openPress(page: Page): Promise<void> {
	await page.goto('/maintain');
	await page.getByLabel('Code, typed').fill('PR-01');
	await page.getByRole('button', { name: 'Find', exact: true }).click();
	await page.getByRole('heading', { name: 'Past faults' }).waitFor();
}

/** As far as the causes, with what is asked about earlier repairs left for later. */
async function reportPress(page: Page, signs: readonly string[], code?: string): Promise<void> {
	await openPress(page);
	const report = page.getByRole('button', { name: 'Report a fault' });
	const later = page.getByRole('button', { name: /^Too early to say/ });
	await expect(async () => {
		if (await later.isVisible()) await later.click();
		await expect(report).toBeVisible({ timeout: 1000 });
	}).toPass();
	await report.click();
	for (const sign of signs) await page.getByRole('button', { name: sign }).click();
	if (code !== undefined) {
		await page.getByLabel('Code on the display').fill(code);
		await page.getByRole('button', { name: 'Add' }).click();
	}
	await page.getByRole('button', { name: 'Save and find the cause' }).click();
	await page.getByRole('group', { name: 'Your decision' }).waitFor();
}
