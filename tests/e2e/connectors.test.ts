/** What leaves the system: a decision on a tablet becomes final, and another system is told of it, signed, until it has taken it. */
import { webcrypto } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test';
import { verifyWebhook, WebhookReceiver } from '../fixtures/webhook-receiver';
import { chooseSamplePart, decide, enrol, setUpDemoSite, signIn, TILE, useSamplePicture } from './journey';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

const accessible = async (page: Page) =>
	expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([]);

test('a decision becomes final and is told to another system, also when that was away', async ({ tablet }) => {
	test.slow();
	const { page } = tablet;
	const receiver = await WebhookReceiver.start();
	try {
		await setUpDemoSite(page);
		await enrol(page);
		await signIn(page);
		// What is usually done with cracked tiles.
		await page.goto('/admin/parts');
		const tile = page.getByRole('region', { name: new RegExp(TILE.number) });
		await tile.getByRole('combobox', { name: /has: Crack/ }).selectOption('Scrap');
		await tile.getByRole('button', { name: 'Save' }).click();
		await expect(tile.getByText(/Saved\./)).toBeVisible();
		await accessible(page);

		await page.goto('/admin/connectors');
		await expect(page.getByRole('heading', { name: 'Nobody is told yet' })).toBeVisible();
		await page.getByRole('link', { name: 'Add a connector' }).click();
		await page.getByLabel('Name', { exact: true }).fill('MES');
		await page.getByLabel('Address').fill('ftp://mes.example.com');
		await button(page, 'Add a connector').click();
		await expect(page.getByText(/Write a whole address/)).toBeVisible();
		await page.getByLabel('Address').fill(receiver.url);
		await accessible(page);
		await button(page, 'Add a connector').click();
		await expect(page.getByRole('heading', { name: 'MES was added' })).toBeVisible();
		const secret = await page.getByText(/^whsec_/).innerText();
		await page.getByRole('link', { name: 'To MES' }).click();
		await expect(page.getByText('Nothing became final since it was added.')).toBeVisible();
		expect(await page.content()).not.toContain(secret);
		const address = page.url();

		await page.goto('/inspect');
		await chooseSamplePart(page);
		await useSamplePicture(page);
		receiver.answer = 500;
		await decide(page, { verdict: 'accept' });

		// It can be taken back for a while; then it is final, and the receiver does not take it.
		await expect.poll(() => receiver.received.length, { timeout: 60_000 }).toBe(1);
		await page.goto(address);
		const latest = card(page, 'Latest messages');
		await expect(latest).toContainText('Tried 1 times');
		await expect(latest).toContainText('Answered 500: no: 500');

		// The next attempt follows by itself; the receiver says that it is gone.
		receiver.answer = 410;
		await expect.poll(() => receiver.received.length, { timeout: 30_000 }).toBe(2);
		await expect(async () => {
			await page.reload();
			await expect(page.getByText(/answered 410/)).toBeVisible({ timeout: 1000 });
		}).toPass();
		await expect(card(page, 'Given up')).toContainText('Answered 410');
		await accessible(page);

		receiver.answer = 204;
		await button(page, 'Go on').click();
		await expect(button(page, 'Pause')).toBeVisible();
		await button(page, 'Send all again').click();
		await expect(page.getByText('On its way again')).toBeVisible();
		await expect.poll(() => receiver.received.length, { timeout: 30_000 }).toBe(3);
		await expect(async () => {
			await page.reload();
			await expect(latest).toContainText('Delivered', { timeout: 1000 });
		}).toPass();
		await expect(card(page, 'Given up')).toHaveCount(0);

		const [first, second, third] = receiver.received;
		expect(new Set([first?.id, second?.id, third?.id]).size).toBe(1);
		if (!third) throw new Error('it was delivered');
		expect(await verifyWebhook(webcrypto, secret, third.headers, third.body)).toBe(true);
		const { type, data } = JSON.parse(third.body) as { type: string; data: Record<string, unknown> };
		expect(type).toBe('action.finalized');
		expect(data).toMatchObject({ kind: 'disposition', because: 'decided', mode: 'in-the-loop' });
		expect(['scrap', 'use-as-is', 'quarantine']).toContain(data['disposition']);

		// The message's id is the entry's: what was told can be looked up.
		await latest.getByRole('link', { name: /Ledger record/ }).click();
		await expect(page.getByRole('main')).toContainText(third.id);

		await page.goto(address);
		await button(page, 'Remove the connector').click();
		await page.getByRole('dialog').getByRole('button', { name: 'Remove the connector' }).click();
		await expect(page.getByRole('heading', { name: 'Nobody is told yet' })).toBeVisible();
	} finally {
		await receiver.stop();
	}
});
