/** An audit of sixty items with twenty photos at a site without a network, on a tablet whose battery runs flat twice. */
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import type { AuditAnswer, Finding, SignedAudit } from '../../src/lib/domain/audit/audit';
import type { AuditItem } from '../../src/lib/domain/audit/template';
import { hashOfAudit } from '../../src/lib/domain/audit/hash';
import { latestAnswers } from '../../src/lib/domain/audit/answers';
import type { StartedAudit } from '../../src/lib/domain/audit/audit';
import { readTable } from '../faults/harness/local-database';
import { HALLS, SIXTY } from '../fixtures/audit-template';
import { publishTemplate } from '../fixtures/policy';
import type { Tablet } from '../fixtures/tablet';
import { test } from '../fixtures/test';
import { AUDITOR, itemCard, saved, signWithPin, startAudit, takeItemPhoto } from './audit-journey';
import { enrol, expect, readyForOffline, setUpDemoSite, syncState, typePin } from './journey';
import { askAsAdmin, faultsIn, ledgerOf, ofType, readPhoto } from './on-server';

const ITEMS = SIXTY.sections.flatMap(({ items }) => items);
const TITLE = 'Riverside, autumn round';
/** Fails, with a note and a finding. */
const FAILING = `${SIXTY.sections[1]?.id}-1`;
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

/** Answers one item, and goes on to the next. */
async function answer(page: Page, item: AuditItem, index: number): Promise<void> {
	const card = itemCard(page, item);
	await expect(card).toBeVisible();
	switch (item.type.kind) {
		case 'pass-fail':
			if (item.id !== FAILING) return card.getByRole('button', { name: 'Pass', exact: true }).click();
			await card.getByRole('button', { name: 'Fail', exact: true }).click();
			await card.getByLabel('Note').fill('Pallets in front of the door');
			await card.getByLabel('Note').blur();
			await expect(card.getByText('A note is asked for here.')).toBeHidden();
			break;
		case 'photo':
			await takeItemPhoto(page, item, index === 2 ? null : index);
			break;
		case 'number':
			await card.getByLabel('Answer in bar').fill(index === 3 ? '6.5' : '4.2');
			if (index === 3) await expect(card.getByText(/Out of limits/)).toBeVisible();
			await card.getByLabel('Answer in bar').press('Enter');
			break;
		case 'text':
		case 'barcode':
			await card.getByLabel('Answer').fill(`word ${index}`);
			await card.getByLabel('Answer').press('Enter');
			break;
		case 'choice':
			await card.getByRole('radio', { name: 'Worn' }).check();
			break;
		case 'date':
			await card.getByLabel('Date').fill('2026-10-01');
			break;
		case 'signature':
			await card.getByRole('button', { name: 'Sign' }).click();
			await signWithPin(page);
			break;
	}
	await saved(page, item);
	await button(page, index === ITEMS.length - 1 ? 'To the summary' : 'Next').click();
}

/** The battery is flat in the middle of an audit; the tablet is switched on again, still without a network. */
async function goFlat(tablet: Tablet, before: AuditItem): Promise<void> {
	await expect(itemCard(tablet.page, before)).toBeVisible();
	// Not only on the screen: on the disk.
	await expect
		.poll(async () => JSON.stringify(await readTable(tablet.page, 'drafts')))
		.toContain(`"key":"${before.id} 0"`);
	await tablet.kill();
	await tablet.start();
	await tablet.page.goto('/audit');
	await tablet.page.getByRole('link', { name: 'Continue' }).click();
	await expect(itemCard(tablet.page, before)).toBeVisible();
}

test('a long audit survives two flat batteries, is signed without a network, and its report is what the ledger says', async ({
	tablet,
	server
}) => {
	test.setTimeout(180_000);
	await setUpDemoSite(tablet.page);
	await publishTemplate(server, SIXTY);
	await tablet.page.reload();
	await enrol(tablet.page);
	await typePin(tablet.page, AUDITOR);
	await expect(tablet.page.getByRole('heading', { name: 'Audits' })).toBeVisible();
	await readyForOffline(tablet.page);
	await tablet.setOffline(true);
	await tablet.restart();

	await startAudit(tablet.page, SIXTY.name, TITLE);
	for (const [index, item] of ITEMS.entries()) {
		if (index === 21 || index === 43) await goFlat(tablet, item);
		await answer(tablet.page, item, index);
		if (item.id === FAILING) {
			await button(tablet.page, 'Back').click();
			await tablet.page.getByRole('link', { name: 'Raise a finding' }).click();
			await expect(tablet.page.getByLabel('What is wrong')).toHaveValue('Pallets in front of the door');
			await tablet.page.getByLabel('Whose it is').selectOption({ label: 'Marek Nowak' });
			await button(tablet.page, 'Save the finding').click();
			await expect(itemCard(tablet.page, item).getByText('Pallets in front of the door').first()).toBeVisible();
			await button(tablet.page, 'Next').click();
		}
	}

	const { page } = tablet;
	await expect(page.getByRole('heading', { name: 'Summary' })).toBeVisible();
	await expect(page.getByRole('heading', { name: /^Failed items/ })).toHaveText('Failed items (2)');
	await page.getByLabel(/^What this audit found/).fill('One blocked door.');
	await button(page, 'Sign and finish').click();
	await page.getByRole('radio', { name: /I have reviewed|Reviewed/i }).check();
	await signWithPin(page);
	await expect(page.getByText('This audit is signed and final')).toBeVisible();

	await page.getByRole('link', { name: 'Report' }).click();
	const rows = page.locator('li[data-item]');
	await expect(rows).toHaveCount(ITEMS.length);
	const shown = await rows.evaluateAll((all) =>
		all.map(
			(row) =>
				`${row.getAttribute('data-item')} ${row.querySelector('.answer')?.textContent?.replace(/\s+/g, ' ').trim()}`
		)
	);
	const shownHash = await page.locator('code').innerText();
	const downloading = page.waitForEvent('download');
	await button(page, 'Save as PDF').click();
	const pdf = await readFile(await (await downloading).path());
	expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
	expect(pdf.toString('latin1').match(/\/Subtype\s*\/Image/g)?.length).toBeGreaterThanOrEqual(20);

	await tablet.setOffline(false);
	await page.goto('/queue?tab=waiting');
	await expect(syncState(page)).toContainText('All sent', { timeout: 60_000 });
	const ledger = await ledgerOf(tablet, server);
	expect(await faultsIn(ledger)).toEqual([]);
	const answers = ofType(ledger, 'audit.answered').map(({ body }) => body as unknown as AuditAnswer);
	const latest = latestAnswers(answers);
	// Nothing was asked twice: one answer an item, and one more where a note was added to it.
	expect(latest.size).toBe(ITEMS.length);
	expect(answers.length).toBe(ITEMS.length + 1);
	expect(shown).toEqual(
		ITEMS.map((item) => `${item.id} ${inWords([...latest.values()].find(({ itemId }) => itemId === item.id))}`)
	);

	const [started] = ofType(ledger, 'audit.started');
	const findings = ofType(ledger, 'finding.stated').map(({ body }) => body as unknown as Finding);
	const signed = ofType(ledger, 'audit.signed').map(({ body }) => body as unknown as SignedAudit);
	expect(findings).toMatchObject([{ text: 'Pallets in front of the door', ownerId: 'person-marek-nowak' }]);
	expect(signed).toMatchObject([{ signed: shownHash, summary: 'One blocked door.' }]);
	expect(hashOfAudit(started?.body as unknown as StartedAudit, latest, findings)).toBe(shownHash);

	const photos = new Set([...latest.values()].flatMap(({ photos: taken }) => taken.map(({ photo }) => photo.sha256)));
	expect(photos.size).toBe(4 * HALLS.length);
	for (const sha256 of photos) {
		expect(await readPhoto((path) => askAsAdmin(tablet, server, path), sha256)).not.toBeNull();
	}
});

/** An answer as the report is expected to say it. */
function inWords(answer: AuditAnswer | undefined): string {
	const value = answer?.value;
	switch (value?.kind) {
		case 'pass-fail':
			return { pass: 'Pass', fail: 'Fail', 'not-applicable': 'Not applicable' }[value.value];
		case 'number':
			return `${value.value} bar`;
		case 'text':
		case 'barcode':
			return value.value;
		case 'choice':
			return value.value[0] === 'worn' ? 'Worn' : String(value.value);
		case 'photo':
			return 'Photo taken';
		case 'date':
			return 'Oct 1, 2026';
		case 'signature': {
			const at = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' }).format(
				new Date(value.signedAt)
			);
			return `${value.printedName}, ${at}`.replace(/\s+/g, ' ');
		}
		default:
			return JSON.stringify(value);
	}
}
