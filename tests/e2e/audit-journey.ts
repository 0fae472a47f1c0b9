/** What an auditor does on the tablet, step by step: the names are those on the screen, in English. */
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import type { AuditItem } from '../../src/lib/domain/audit/template';
import { expect } from './journey';

/** The sample auditor of the demo site. */
export const AUDITOR = { name: 'Ingrid Solberg', pin: '161803' };

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

/** The item in hand. */
export const itemCard = (page: Page, item: AuditItem) => page.locator(`article[data-item="${item.id}"]`);

export async function startAudit(page: Page, template: string, title: string): Promise<void> {
	await page.goto('/audit');
	await button(page, new RegExp(template)).click();
	await page.getByLabel('What or where is audited').fill(title);
	await button(page, 'Begin').click();
	await expect(page.getByRole('heading', { name: title })).toBeVisible();
}

/** A picture that no other one has the bytes of. */
export async function pictureFile(shade: number): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
	const background = { r: (shade * 37) % 256, g: (shade * 91) % 256, b: (shade * 151) % 256 };
	const buffer = await sharp({ create: { width: 640, height: 480, channels: 3, background } })
		.jpeg()
		.toBuffer();
	return { name: `photo-${shade}.jpg`, mimeType: 'image/jpeg', buffer };
}

/** Takes the item's photo: with the camera, or from a file. */
export async function takeItemPhoto(page: Page, item: AuditItem, shade: number | null): Promise<void> {
	await button(page, 'Take a photo').click();
	if (shade === null) await button(page, 'Take photo').click();
	else await page.locator('dialog input[type=file]').setInputFiles(await pictureFile(shade));
	await expect(itemCard(page, item).getByRole('button', { name: /^Photo 1 of/ })).toBeVisible();
	await saved(page, item);
}

/** Waits until the answer is on the tablet's disk. */
export async function saved(page: Page, item: AuditItem): Promise<void> {
	await expect(itemCard(page, item).getByText(/Answered by/)).toBeVisible();
}

/** Types the PIN that puts a name to something. */
export async function signWithPin(page: Page, { name, pin } = AUDITOR): Promise<void> {
	const pad = page.getByRole('group', { name: `PIN of ${name}` });
	for (const digit of pin) await pad.getByRole('button', { name: digit, exact: true }).click();
	await pad.getByRole('button', { name: 'Done' }).click();
}
