/** Commit before reveal, in a real browser: the person's own call first, then the model's, and a change of mind on record. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { FIRST_POLICY, IN_THE_LOOP, type Policy } from '../../src/lib/domain/policy';
import { publishPolicy } from '../fixtures/policy';
import type { Tablet } from '../fixtures/tablet';
import { expect, test } from '../fixtures/test';
import {
	chooseSamplePart,
	enrol,
	inspectReady,
	readyForOffline,
	samplesKept,
	setUpDemoSite,
	signIn,
	suggestion,
	syncState
} from './journey';
import { faultsIn, ledgerOf, ofType } from './on-server';

/** Everybody says first what they see. */
const POLICY: Policy = {
	version: 2,
	rules: [
		{ id: 'blind', name: 'Own call first', when: {}, then: { ...IN_THE_LOOP, reveal: 'commit-first' } },
		...FIRST_POLICY.rules
	]
};

const ownCall = (page: Page) => page.getByRole('group', { name: 'Your own call' });
const reveal = (page: Page) => page.getByRole('region', { name: 'Your call and the model’s' });
const decision = (page: Page) => page.getByRole('group', { name: 'Your decision' });

test.beforeEach(async ({ server, tablet: { page } }) => {
	await setUpDemoSite(page);
	await publishPolicy(server, POLICY);
	await enrol(page);
	await signIn(page);
	await chooseSamplePart(page);
	// The model is ready: what it says would be there at once.
	await expect(page.getByText(/^Ready:/)).toBeVisible({ timeout: 60_000 });
});

/** A photo whose suggestion is on the tablet's disk, while the person has said nothing. */
async function photograph({ page }: Tablet): Promise<void> {
	const before = await recorded(page, 'suggestion.made');
	await page.getByRole('button', { name: 'Sample picture' }).click();
	await expect(ownCall(page)).toBeVisible();
	await expect.poll(() => recorded(page, 'suggestion.made')).toBe(before + 1);
}

/** How many entries of a type this tablet has. */
function recorded(page: Page, type: string): Promise<number> {
	return page.evaluate(
		(wanted) =>
			new Promise<number>((resolve, reject) => {
				const opening = indexedDB.open('countersign');
				opening.onerror = () => reject(new Error('no database'));
				opening.onsuccess = () => {
					const database = opening.result;
					const count = database.transaction('entries').objectStore('entries').index('type').count(wanted);
					count.onsuccess = () => {
						database.close();
						resolve(count.result);
					};
				};
			}),
		type
	);
}

/** Nothing on the page, seen or read out, says what the model said. */
async function expectNothingShown(page: Page): Promise<void> {
	await expect(suggestion(page)).toHaveCount(0);
	await expect(reveal(page)).toHaveCount(0);
	await expect(page.getByTestId('heat-map')).toHaveCount(0);
	await expect(page.getByRole('button', { name: /^(Accept|Confirm|Keep mine|Change to)/ })).toHaveCount(0);
	const telling = /\d\s?%|Suggest|Unlike|Looks like|Similar confirmed|Nearest|Could be|model says|Policy version/i;
	const { title, html } = await page.evaluate(() => ({ title: document.title, html: document.body.outerHTML }));
	const withoutCode = html.replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, '').replaceAll(/ (style|class|d)="[^"]*"/g, '');
	expect(withoutCode).not.toMatch(telling);
	expect(title).not.toMatch(telling);
	const tree = await page.locator('body').ariaSnapshot();
	expect(tree).not.toMatch(telling);
	// Each class is named once, as a choice: none is emphasised by being said again.
	for (const name of ['Crack', 'Fray', 'Break']) expect(tree.split(name)).toHaveLength(2);
	const colours = await ownCall(page)
		.getByRole('button')
		.evaluateAll((buttons) => buttons.map((button) => getComputedStyle(button).backgroundColor));
	expect(new Set(colours).size).toBe(1);
}

const said = (page: Page, call: string) => ownCall(page).getByRole('button', { name: call, exact: true }).click();

/** Goes on with whatever the model said: kept by one tap. */
async function keep(page: Page): Promise<void> {
	await decision(page)
		.getByRole('button', { name: /^(Confirm|Keep mine)/ })
		.click();
	await expect(page.getByText(/Saved on this tablet/)).toBeVisible();
}

test('the model’s call is nowhere before the own one, and beside it afterwards', async ({ tablet }) => {
	const { page } = tablet;
	await photograph(tablet);
	await expectNothingShown(page);
	expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
	await page.goto('/queue');
	await expect(page.getByText('Shown after your own call')).toBeVisible();
	await page.goto('/inspect');
	await expect(ownCall(page)).toBeVisible();
	await expectNothingShown(page);

	await said(page, 'Good');
	await expect(reveal(page)).toContainText('You said Good');
	await expect(reveal(page)).toContainText('The model says');
	await expect(suggestion(page)).toBeVisible();
	await expect(page.getByTestId('heat-map')).toBeVisible();
	expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
	await keep(page);
	await inspectReady(page);
});

test('own calls and changes of mind are on record, made without a network and over a restart', async ({
	server,
	tablet
}) => {
	let { page } = tablet;
	await readyForOffline(page);
	await samplesKept(page);
	await tablet.setOffline(true);
	await inspectReady(page);
	await chooseSamplePart(page);
	await photograph(tablet);
	// By keyboard, as with gloves on a keyboard tray.
	await page.keyboard.press('1');
	await expect(reveal(page)).toContainText('You said Good');

	page = await tablet.restart();
	await page.goto('/inspect');
	await expect(page.getByText('You had begun this one')).toBeVisible();
	await expect(reveal(page)).toContainText('You said Good');
	await expect(ownCall(page)).toHaveCount(0);
	await keep(page);

	await inspectReady(page);
	await chooseSamplePart(page);
	await photograph(tablet);
	await said(page, 'I cannot tell from this photo');
	await expect(reveal(page)).toContainText('You said I cannot tell');
	await decision(page)
		.getByRole('button', { name: /^Change to/ })
		.click();
	await page.getByRole('dialog').getByRole('button', { name: 'I see it now' }).click();
	await expect(page.getByText(/Saved on this tablet/)).toBeVisible();

	await tablet.setOffline(false);
	await expect(syncState(page)).toHaveText('All sent', { timeout: 30_000 });
	const entries = await ledgerOf(tablet, server);
	expect(await faultsIn(entries)).toEqual([]);
	const order = entries.filter(({ type }) => type === 'call.committed' || type === 'decision.made');
	expect(order.map(({ type }) => type)).toEqual(['call.committed', 'decision.made', 'call.committed', 'decision.made']);
	const [kept, changed] = ofType(entries, 'decision.made').map(({ body }) => body);
	const [first, second] = ofType(entries, 'call.committed');
	expect(first?.body['call']).toEqual({ kind: 'class', class: 'good' });
	expect(second?.body['call']).toEqual({ kind: 'cannot-tell' });
	expect(kept).toMatchObject({ reveal: 'commit-first', captureId: first?.body['captureId'], policyVersion: 2 });
	expect(String(kept?.['shownAt']) >= String(first?.at)).toBe(true);
	expect(changed).toMatchObject({ reveal: 'commit-first', verdict: 'accept', changedBecause: 'seen-now' });
});

test('handing over before the own call shows nothing and needs none', async ({ server, tablet }) => {
	const { page } = tablet;
	await photograph(tablet);
	await ownCall(page).getByRole('button', { name: 'Escalate' }).click();
	await page
		.getByRole('dialog')
		.getByRole('button', { name: /^Hand over to/ })
		.click();
	await expect(page.getByText(/Saved on this tablet/)).toBeVisible();
	await expect(syncState(page)).toHaveText('All sent', { timeout: 30_000 });
	const entries = await ledgerOf(tablet, server);
	expect(ofType(entries, 'call.committed')).toEqual([]);
	expect(ofType(entries, 'decision.made').map(({ body }) => body)).toMatchObject([
		{ verdict: 'escalate', shownAt: null, reveal: 'commit-first' }
	]);
});
