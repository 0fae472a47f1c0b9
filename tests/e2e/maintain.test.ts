/** A technician's case without a network, from a cold start and through two dead batteries, to the answer whether the repair helped. */
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import type { TestServer } from '../fixtures/server';
import type { Tablet } from '../fixtures/tablet';
import { test } from '../fixtures/test';
import { enrol, expect, readyForOffline, setUpDemoSite, syncState, TECHNICIAN, typePin } from './journey';
import { faultsIn, hasPhoto, ledgerOf, ofType } from './on-server';

const heading = (page: Page, name: string) => page.getByRole('heading', { name });
const button = (page: Page | Locator, name: string | RegExp) => page.getByRole('button', { name });

/** The battery dies in the middle of something, and the tablet is charged. */
async function afterDeadBattery(tablet: Tablet, server: TestServer): Promise<Page> {
	await tablet.kill();
	await tablet.start();
	await tablet.context.grantPermissions(['camera', 'microphone'], { origin: server.origin });
	await tablet.page.goto('/maintain');
	return tablet.page;
}

async function axeFinds(page: Page): Promise<string[]> {
	const { violations } = await new AxeBuilder({ page }).analyze();
	return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

test('a fault found, mended and judged without a network, through two dead batteries, is on record once', async ({
	server,
	tablet
}) => {
	test.setTimeout(300_000);
	await setUpDemoSite(tablet.page);
	await enrol(tablet.page);
	await typePin(tablet.page, TECHNICIAN);
	await heading(tablet.page, 'Scan a machine').waitFor();
	await readyForOffline(tablet.page);
	await expect(syncState(tablet.page)).toHaveText('All sent');

	await tablet.stop();
	await tablet.setOffline(true);
	await tablet.start();
	await tablet.context.grantPermissions(['camera', 'microphone'], { origin: server.origin });
	let { page } = tablet;
	await page.goto('/inspect');
	await page.getByLabel('Code, typed').fill('PR-01');
	await page.getByRole('button', { name: 'Find', exact: true }).click();
	await page.getByRole('link', { name: 'Report a fault of it' }).click();
	await expect(heading(page, 'Magnet press 1')).toBeVisible();
	await button(page, 'Report a fault').click();
	await button(page, 'Pressure too low').click();
	await button(page, 'Stroke is slow').click();
	await page.getByLabel('Code on the display').fill('E-35');
	await button(page, 'Add').click();
	await page.getByLabel(/What happened/).fill('Since the oil was changed');
	await button(page, 'Take photo').click();
	await button(page.getByRole('dialog'), 'Take photo').click();
	await expect(page.getByAltText('Photo 1')).toBeVisible();
	await button(page, /^Record the sound/).click();
	await expect(page.getByRole('meter', { name: 'How loud it is' })).toBeVisible();
	await button(page, /^Stop, /).click();
	await expect(page.getByLabel('Sound 1')).toBeVisible();
	expect(await axeFinds(page)).toEqual([]);

	page = await afterDeadBattery(tablet, server);
	await expect(page.getByText('You had begun this one')).toBeVisible();
	await expect(button(page, 'Stroke is slow')).toHaveAttribute('aria-pressed', 'true');
	await expect(page.getByLabel(/What happened/)).toHaveValue('Since the oil was changed');
	await expect(page.getByAltText('Photo 1')).toBeVisible();
	await button(page, 'Save and find the cause').click();
	const causes = page.getByRole('list', { name: 'Possible causes' });
	await expect(causes.getByTestId('cause').first()).toContainText('%');
	await expect(causes).toContainText('Not in the list');
	await button(page.getByTestId('check'), 'None of this').click();
	await expect(page.getByTestId('check')).toBeHidden();
	expect(await axeFinds(page)).toEqual([]);
	await button(page, 'Another cause').click();
	await button(page.getByRole('dialog'), /^Cylinder seal leaks/).click();
	await expect(heading(page, 'What did you do?')).toBeVisible();

	page = await afterDeadBattery(tablet, server);
	await expect(heading(page, 'What did you do?')).toBeVisible();
	await expect(page.getByText('Cause: Cylinder seal leaks')).toBeVisible();
	await button(page, 'Replace the cylinder seal').click();
	await page.getByRole('group', { name: 'Components replaced' }).getByRole('button', { name: 'Cylinder seal' }).click();
	await page.getByLabel('Part', { exact: true }).fill('Seal kit 80');
	await button(page, 'Add').click();
	await page.getByLabel('Minutes').fill('25');
	await button(page, 'Save the repair').click();
	await expect(page.getByText('You will be asked whether it helped')).toBeVisible();
	await expect(syncState(page)).toContainText('no network');

	await tablet.setOffline(false);
	await expect(syncState(page)).toHaveText('All sent', { timeout: 60_000 });
	await page.reload();
	await page.getByLabel('Code, typed').fill('PR-01');
	await page.getByRole('button', { name: 'Find', exact: true }).click();
	await expect(heading(page, 'Did it help?')).toBeVisible();
	await expect(page.getByText('Replace the cylinder seal', { exact: true })).toBeVisible();
	expect(await axeFinds(page)).toEqual([]);
	await button(page, 'Yes, it helped').click();
	await expect(page.getByRole('list', { name: 'Past faults' })).toContainText('It helped');
	await expect(heading(page, 'Did it help?')).toBeHidden();
	await expect(syncState(page)).toHaveText('All sent', { timeout: 60_000 });

	const entries = await ledgerOf(tablet, server);
	expect(await faultsIn(entries)).toEqual([]);
	const only = (type: string) => {
		const found = ofType(entries, type);
		expect(found, type).toHaveLength(1);
		return found[0]?.body ?? {};
	};
	const report = only('fault.reported');
	expect(report).toMatchObject({
		assetId: 'asset-press-1',
		symptoms: ['pressure-low', 'slow-stroke'],
		codes: [{ code: 'E-35' }],
		text: 'Since the oil was changed'
	});
	const suggested = only('suggestion.made');
	expect(suggested).toMatchObject({ kind: 'fault-cause', captureId: report['id'] });
	expect(suggested['answers']).toMatchObject([{ shows: null }]);
	const decided = only('decision.made');
	expect(decided).toMatchObject({ verdict: 'correct', class: 'seal-leaks', suggestionId: suggested['id'] });
	const repair = only('repair.recorded');
	expect(repair).toMatchObject({
		reportId: report['id'],
		remedies: ['Replace the cylinder seal'],
		parts: [{ name: 'Seal kit 80', quantity: 1 }],
		replaced: ['Cylinder seal'],
		minutes: 25
	});
	expect(only('repair.judged')).toMatchObject({ repairId: repair['id'], helped: 'yes' });
	const files = [...(report['photos'] as { sha256: string }[]), ...(report['sounds'] as { sha256: string }[])];
	expect(files).toHaveLength(2);
	for (const { sha256 } of files)
		await expect.poll(() => hasPhoto(tablet, server, sha256), { timeout: 30_000 }).toBe(true);
});
