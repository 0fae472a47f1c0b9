/** The auditor's pages: an item that failed with its marked photo, its finding, and the report. */
import type { Page } from '@playwright/test';
import { AUDITOR, signWithPin, startAudit } from '../e2e/audit-journey';
import { enrol, setUpDemoSite, typePin } from '../e2e/journey';
import { photoFrame, ROOT } from '../fixtures/pictures';
import type { TestServer } from '../fixtures/server';
import type { Tablet } from '../fixtures/tablet';
import { join } from 'node:path';

const TEMPLATE = 'Shift start: fire and safety';

export async function auditWalk(
	tablet: Tablet,
	_server: TestServer,
	keep: (page: Page, name: string) => Promise<void>
): Promise<void> {
	const { page } = tablet;
	const button = (name: string | RegExp) => page.getByRole('button', { name });
	await setUpDemoSite(page);
	await enrol(page);
	await typePin(page, AUDITOR);
	await page.getByRole('heading', { name: 'Audits' }).waitFor();
	await tablet.camera.show(await photoFrame(join(ROOT, 'static/samples/mt-0417/top-crack-try-01.jpg')), page);
	await startAudit(page, TEMPLATE, 'Press shop, early shift');

	const card = page.locator('article[data-item="exits-free"]');
	await card.getByRole('button', { name: 'Fail', exact: true }).click();
	await card.getByLabel('Note').fill('Two pallets in front of door 3');
	await card.getByLabel('Note').blur();
	await button('Take a photo').click();
	await button('Take photo').click();
	await card.getByRole('button', { name: /^Photo 1 of/ }).click();
	const paper = page.getByRole('application');
	await paper.getByRole('img').waitFor();
	const box = await paper.boundingBox();
	if (!box) throw new Error('There is no photo to draw on.');
	const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const;
	await drag(page, at(0.35, 0.35), at(0.6, 0.65));
	await button('Arrow').click();
	await drag(page, at(0.78, 0.25), at(0.62, 0.45));
	await button('Words').click();
	await page.mouse.click(...at(0.66, 0.16));
	await page.getByLabel('Words on the photo').fill('Door 3');
	await button('Write').click();
	await keep(page, 'audit-marks');
	await button('Keep the marks').click();
	await card.getByText(/Answered by/).waitFor();
	await keep(page, 'audit-item');

	await card.getByRole('link', { name: 'Raise a finding' }).click();
	await page.getByLabel('Whose it is').selectOption({ label: 'Marek Nowak' });
	await page.getByLabel('To be mended by').fill('2026-12-04');
	await page.getByLabel('What is to be done').fill('Mark the floor in front of door 3, and move the pallets to row B.');
	await keep(page, 'audit-finding');
	await button('Save the finding').click();

	await answerTheRest(page);
	await page.getByRole('heading', { name: 'Summary' }).waitFor();
	await keep(page, 'audit-summary');
	await page
		.getByLabel(/^What this audit found/)
		.fill('One exit was blocked; it is free again, and the floor will be marked.');
	await button('Sign and finish').click();
	await page.getByRole('radio').first().check();
	await signWithPin(page);
	await page.getByRole('link', { name: 'Report' }).click();
	await page.getByRole('heading', { name: 'Press shop, early shift' }).waitFor();
	await page.getByRole('img').first().waitFor({ state: 'attached' });
	await keep(page, 'audit-report');
	await page.goto('/audit');
	await page.getByRole('heading', { name: 'Start an audit' }).waitFor();
	await keep(page, 'audits');
}

/** One item after the other, until the summary is there. */
async function answerTheRest(page: Page): Promise<void> {
	const button = (name: string | RegExp) => page.getByRole('button', { name });
	for (;;) {
		const card = page.locator('article[data-item]');
		const id = await card.getAttribute('data-item');
		const isLast = await button('To the summary').isVisible();
		const isPassed = (await card.getByText(/Answered by/).isHidden()) && (await answerItem(page, id ?? ''));
		// What passed is followed by the next item by itself.
		if (!isPassed || isLast) await button(isLast ? 'To the summary' : 'Next').click();
		if (isLast) return;
		await page.locator(`article[data-item="${id}"]`).waitFor({ state: 'detached' });
	}
}

/** Tells whether it was one that passes. */
async function answerItem(page: Page, id: string): Promise<boolean> {
	const card = page.locator(`article[data-item="${id}"]`);
	const pass = card.getByRole('button', { name: 'Pass', exact: true });
	const choice = card.getByRole('radio').or(card.getByRole('checkbox')).first();
	const typed = card.getByLabel(/^Answer/);
	if (await pass.isVisible()) {
		await pass.click();
		return true;
	}
	if (await choice.isVisible()) await choice.check();
	else if (await typed.isVisible()) {
		await typed.fill('14');
		await typed.blur();
	} else {
		await card.getByRole('button', { name: 'Take a photo' }).click();
		await page.getByRole('button', { name: 'Take photo' }).click();
		const accept = page.getByRole('button', { name: /^Accept|Use it anyway/ });
		if (id === 'tile-sample') await accept.first().click({ timeout: 120_000 });
		if (id === 'tile-sample' && (await accept.first().isVisible())) await accept.first().click();
	}
	await card.getByText(/Answered by/).waitFor();
	return false;
}

async function drag(page: Page, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
	await page.mouse.move(...from);
	await page.mouse.down();
	await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2);
	await page.mouse.move(...to);
	await page.mouse.up();
}
