/** The ledger, from a decision without a network to a file that is verified without a server, and one changed byte that is found. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ROOT } from '../fixtures/pictures';
import { expect, test } from '../fixtures/test';
import { inspectWithoutNetwork, openDesk } from './desk';
import { enrol, INSPECTOR, setUpDemoSite, signIn, syncState } from './journey';

const NOTE = 'Chipped by the clamp, =SUM(1)';

/** `npx countersign verify`, as its own process, and nothing of the server's with it. */
function verify(...args: string[]): { code: number | null; text: string } {
	const command = join(ROOT, 'src/commands/countersign.mjs');
	const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'verify', ...args], { encoding: 'utf8' });
	return { code: status, text: stdout + stderr };
}

async function download(page: Page, name: string): Promise<string> {
	const [file] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name, exact: true }).click()
	]);
	return file.path();
}

async function expectAccessible(page: Page): Promise<void> {
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

test('a decision made offline is found, its story read, taken along, verified, and a changed byte is named', async ({
	server,
	tablet
}) => {
	await setUpDemoSite(tablet.page);
	await enrol(tablet.page);
	await signIn(tablet.page);
	await inspectWithoutNetwork(tablet, NOTE);
	await tablet.setOffline(false);
	await expect(syncState(tablet.page)).toHaveText('All sent', { timeout: 60_000 });
	const desk = await openDesk(server.origin);
	try {
		const { page } = desk;
		const rows = page.getByRole('row');
		await page.goto('/ledger');
		await page.getByRole('searchbox', { name: 'Search' }).fill('CLAMP mt-0417');
		await page.keyboard.press('Enter');
		await expect(rows).toHaveCount(2);
		await expect(rows.nth(1)).toContainText('Decision');
		await expectAccessible(page);

		await page.getByRole('link', { name: /^Open record/ }).click();
		await expect(page.getByRole('heading', { name: 'Decision' })).toBeVisible();
		const position = Number(/\d+$/.exec(page.url())?.[0]);
		await page.getByRole('link', { name: 'The whole story' }).click();
		await expect(page.getByRole('heading', { name: 'The whole story' })).toBeVisible();
		const steps = page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 3 }) });
		await expect(steps.getByRole('heading', { level: 3 })).toHaveText([
			'Photo taken',
			'The model’s suggestion',
			/^Escalated/,
			'Photo arrived'
		]);
		await expect(steps.nth(1)).toContainText('Policy version 1');
		await expect(steps.nth(2)).toContainText(`${INSPECTOR.name}, inspector`);
		await expect(steps.nth(2)).toContainText(NOTE);
		await expect(steps.nth(2).getByRole('link', { name: `Record ${position}` })).toBeVisible();
		await page.getByRole('button', { name: 'Show it large' }).click();
		const photo = page.getByRole('img', { name: /^Photo: MT-0417/ });
		await expect.poll(() => photo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(320);
		await expectAccessible(page);

		await page.getByRole('link', { name: 'Run the model again' }).click();
		await page.getByRole('button', { name: 'Run it', exact: true }).click();
		await expect(
			page.getByText(/^(The model says the same|The same answer, with slightly other numbers)$/)
		).toBeVisible();
		for (const same of ['Suggestion', 'Learned from', 'Backbone', 'Preprocessing'])
			await expect(page.getByRole('row', { name: new RegExp(`^${same}`) })).toContainText('equal');
		await expectAccessible(page);

		await page.goto(`/ledger?q=clamp`);
		const csv = readFileSync(await download(page, 'Table for Excel (CSV)'), 'utf8');
		expect(csv.startsWith('\ufeffposition,')).toBe(true);
		expect(csv.trimEnd().split('\r\n')).toHaveLength(2);
		expect(csv).toContain(`"${NOTE}"`);
		const part = await download(page, 'JSON Lines, can be verified');
		expect(verify(part)).toMatchObject({ code: 0, text: expect.stringContaining('a part of the ledger') });

		await page.getByRole('link', { name: 'Report to print' }).click();
		await expect(page.getByText('Search: clamp')).toBeVisible();
		await expect(page.getByRole('region', { name: 'Decisions' })).toContainText(INSPECTOR.name);
		await expectAccessible(page);
		const printedSeal = await page.getByRole('region', { name: 'Newest record of the ledger' }).innerText();

		await page.goto('/ledger');
		await page.getByRole('button', { name: 'Verify all' }).click();
		await expect(page.getByText('The ledger is whole')).toBeVisible();
		const key = /Key of this server: (\S{43})/.exec(await page.getByRole('status').innerText())?.[1] ?? '';
		const whole = await download(page, 'JSON Lines, can be verified');
		const sound = verify(whole, '--server-key', key);
		expect(sound).toMatchObject({ code: 0, text: expect.stringContaining('Nothing was changed') });
		expect(printedSeal).toContain(/seal (\S{43})/.exec(sound.text)?.[1]);

		const changed = test.info().outputPath('ledger.jsonl');
		writeFileSync(changed, readFileSync(whole, 'utf8').replace('by the clamp', 'by the clams'));
		const found = verify(changed);
		expect(found.code).toBe(1);
		expect(found.text).toMatch(new RegExp(`record ${position}, .+: the signature is not genuine`));
		await page.getByRole('link', { name: 'Verify a file' }).click();
		await page.getByRole('button', { name: 'File with the ledger (JSON Lines)' }).setInputFiles(changed);
		await page.getByRole('button', { name: 'Verify', exact: true }).click();
		await expect(page.getByText(new RegExp(`Record ${position}, .+: the signature is not genuine`))).toBeVisible();
		await expectAccessible(page);
		await page.goto('/ledger');
		writeFileSync(changed, '{"holiday":true}\n');
		expect(verify(changed)).toMatchObject({ code: 2, text: expect.stringContaining('no exported ledger') });

		const database = new DatabaseSync(join(server.dataDir, 'countersign.sqlite'));
		database.exec(
			`update entries set json = replace(json, 'by the clamp', 'by the clams') where position = ${position}`
		);
		database.close();
		await page.getByRole('button', { name: 'Verify all' }).click();
		await expect(page.getByText('The ledger is not whole')).toBeVisible();
		await page
			.getByRole('link', { name: `See record ${position}` })
			.first()
			.click();
		await expect(page.getByText('The signature does not belong to this record.')).toBeVisible();
	} finally {
		await desk.dispose();
	}
});
