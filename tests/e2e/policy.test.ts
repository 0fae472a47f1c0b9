/** How a change of oversight comes about: one person drafts and proposes it at the desk, another publishes it, tablets follow. */
import { readFileSync, writeFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { Tablet } from '../fixtures/tablet';
import { expect, test } from '../fixtures/test';
import { chooseSamplePart, decide, enrol, setUpDemoSite, signIn, syncState, useSamplePicture } from './journey';
import { askAsAdmin, faultsIn, ledgerOf, ofType } from './on-server';

const ENGINEER = { name: 'Quinn Quality', username: 'quinn', password: 'eleven bright gauges' };

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const rule = (page: Page, name: string) => page.getByRole('listitem', { name: new RegExp(`\\. ${name}$`) });

/** The admin gives somebody else a way in at the desk. */
async function addEngineer(page: Page): Promise<void> {
	await page.goto('/admin/people/new');
	await page.getByLabel('Name', { exact: true }).fill(ENGINEER.name);
	await page.getByLabel('Role', { exact: true }).selectOption('quality-engineer');
	await page.getByLabel('Username').fill(ENGINEER.username);
	await page.getByLabel('Password', { exact: true }).fill(ENGINEER.password);
	await button(page, 'Add').click();
	await expect(page.getByRole('heading', { name: `${ENGINEER.name} was added` })).toBeVisible();
}

/** A browser at another desk, with the engineer signed in. */
async function openDesk(origin: string): Promise<Tablet> {
	const desk = await Tablet.open({ origin, viewport: { width: 1280, height: 900 } });
	const { page } = desk;
	await page.goto('/sign-in?next=/admin/policy');
	await page.getByLabel('Username').fill(ENGINEER.username);
	await page.getByLabel('Password', { exact: true }).fill(ENGINEER.password);
	await button(page, 'Sign in').click();
	await expect(page.getByRole('heading', { name: 'Oversight policy', level: 1 })).toBeVisible();
	return desk;
}

const accessible = async (page: Page) =>
	expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([]);

test('one person proposes other rules, another publishes them, and the tablet uses them', async ({
	server,
	tablet
}) => {
	const { page } = tablet;
	await setUpDemoSite(page);
	await enrol(page);
	await signIn(page);
	await chooseSamplePart(page);
	await useSamplePicture(page);
	await decide(page, { verdict: 'accept' });
	await expect(syncState(page)).toHaveText('All sent', { timeout: 30_000 });
	await page.goto('/settings');
	await expect(page.getByText('Version 1', { exact: true })).toBeVisible();
	await addEngineer(page);

	// A rule of its own for cracks, decided by those who know them, asked before everything but unusable photos.
	await page.goto('/admin/policy');
	await expect(page.getByRole('heading', { name: 'Version 1' })).toBeVisible();
	await page.getByRole('link', { name: 'Draft a change' }).click();
	await button(page, 'Add a rule').click();
	await page.keyboard.press('ControlOrMeta+a');
	await page.keyboard.type('Cracks');
	const cracks = rule(page, 'Cracks');
	await cracks.getByLabel('Add a condition').selectOption({ label: 'Suggested class' });
	await expect(cracks.getByText(/no suggestion can meet this/)).toBeVisible();
	await cracks.getByRole('checkbox', { name: 'Crack' }).check();
	await expect(cracks.getByText(/no suggestion can meet this/)).toBeHidden();
	await cracks.getByLabel('Add a condition').selectOption({ label: 'Confidence' });
	await cracks.getByLabel('To below').fill('90');
	// Nothing passes with nobody before all that it takes is said.
	await cracks.getByRole('radio', { name: /^Autonomous/ }).check();
	await expect(cracks.getByText('Owner: This has to be there.')).toBeVisible();
	await expect(cracks.getByText('An autonomous rule names its kinds and classes.')).toBeVisible();
	await cracks.getByLabel('Owner').selectOption({ label: 'Quinn Quality' });
	await cracks.getByLabel('Ends after').fill('2099-12-31');
	await expect(cracks.getByText('Owner: This has to be there.')).toBeHidden();
	await accessible(page);
	await cracks.getByRole('radio', { name: /^On the loop/ }).check();
	await expect(cracks.getByText('An autonomous rule names its kinds and classes.')).toBeHidden();
	await cracks.getByRole('group', { name: 'Time to stop it' }).getByLabel('Unit').selectOption('hours');
	await cracks.getByRole('radio', { name: /^In the loop/ }).check();
	await cracks.getByRole('radio', { name: /Own call first/ }).check();
	await cracks.getByRole('checkbox', { name: 'inspector' }).uncheck();
	await accessible(page);
	await button(page, 'Done with “Cracks”').click();
	await expect(cracks).toContainText('Confidence: below 90%');
	const later = button(page, 'Ask “Cracks” later');
	await later.focus();
	await page.keyboard.press('Enter');
	await expect(page.getByText('“Cracks” is now rule 2 of 5')).toBeAttached();
	await expect(later).toBeFocused();
	// What was begun outlives a reload.
	await page.reload();
	await expect(page.getByText('Your draft was kept in this browser.')).toBeVisible();
	await expect(rule(page, 'Cracks')).toContainText('2. Cracks');

	await button(page, 'Replay the ledger').click();
	const replay = page.getByTestId('policy-replay');
	await expect(replay).toContainText('Suggestions replayed: 1');
	await expect(replay.getByRole('row', { name: /^Cracks/ })).toContainText('new');
	await expect(replay.getByRole('row', { name: /own calls first/ })).toContainText('1 more');

	await button(page, 'Propose this change').click();
	await expect(page.getByText('Say why: the person who decides has to know.')).toBeVisible();
	await page.getByLabel('Why this change?').fill('Cracks slipped through in week 47');
	await button(page, 'Propose this change').click();
	await expect(page.getByRole('heading', { name: 'Proposed change of the policy' })).toBeVisible();
	await expect(page.getByTestId('policy-diff')).toContainText('Added');
	await expect(page.getByTestId('policy-replay')).toBeVisible();
	await expect(page.getByText(/somebody else has to publish it/)).toBeVisible();
	await expect(button(page, /Approve and publish/)).toHaveCount(0);
	await accessible(page);

	// The page offers it to nobody who proposed it; asked all the same, the server refuses.
	const own = await tablet.context.request.post(`${page.url()}?/publish`, {
		headers: { origin: server.origin, accept: 'application/json', 'x-sveltekit-action': 'true' },
		form: { nothing: '' }
	});
	expect(await own.text()).toContain('You proposed this yourself');

	const desk = await openDesk(server.origin);
	try {
		await desk.page.getByRole('link', { name: 'Cracks slipped through in week 47' }).click();
		await expect(desk.page.getByTestId('policy-replay')).toBeVisible();
		await button(desk.page, 'Approve and publish as version 2').click();
		await expect(desk.page.getByText('This is in force')).toBeVisible();
		await expect(desk.page.getByText(new RegExp(`^Published by ${ENGINEER.name}`))).toBeVisible();
		await desk.page.getByRole('link', { name: 'To the policy' }).click();
		await expect(desk.page.getByRole('row', { name: /Version 2/ })).toContainText('Grace Admin');
		await desk.page.getByRole('link', { name: 'Version 2' }).click();
		await expect(card(desk.page, 'What sets it apart')).toContainText('Added');
		await accessible(desk.page);
	} finally {
		await desk.dispose();
	}

	await expect
		.poll(async () => {
			await page.goto('/settings');
			await page.getByText(/^Version \d+$/).waitFor();
			return page.getByText('Version 2', { exact: true }).count();
		})
		.toBe(1);
	const entries = await ledgerOf(tablet, server);
	expect(await faultsIn(entries)).toEqual([]);
	const [proposed] = ofType(entries, 'policy.proposed');
	const published = ofType(entries, 'policy.published').at(-1);
	expect(published?.body).toMatchObject({ version: 2, proposalId: proposed?.body['id'] });
	expect(published?.actor.personId).not.toBe(proposed?.actor.personId);
});

test('rules leave as a file and come back, with every mistake named at its place', async ({ server, tablet }) => {
	const { page } = tablet;
	await setUpDemoSite(page);
	await page.goto('/admin/policy');
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name: 'Save as a file' }).click()
	]);
	expect(download.suggestedFilename()).toBe('countersign-policy-1.json');
	const file = JSON.parse(readFileSync(await download.path(), 'utf8')) as {
		$schema: string;
		rules: { name: string; when: Record<string, unknown>; then: Record<string, unknown> }[];
	};
	const schema = await askAsAdmin(tablet, server, new URL(file.$schema).pathname);
	expect(await schema.json()).toMatchObject({ $id: file.$schema, type: 'object' });

	await page.getByRole('link', { name: 'Draft a change' }).click();
	const path = test.info().outputPath('rules.json');
	const take = async (content: unknown) => {
		writeFileSync(path, JSON.stringify(content));
		await page.getByLabel('Take over rules from a file').setInputFiles(path);
	};
	const [first, ...rest] = file.rules;
	await take({ ...file, rules: [{ ...first, then: { ...first?.then, reveal: 'later' } }, ...rest] });
	await expect(page.getByRole('alert')).toContainText('rules[0].then.reveal');
	await expect(page.getByText('No rule differs.')).toBeVisible();

	// What nothing acts on can be tried on the ledger, not proposed.
	const renamed = { ...first, name: 'No use', when: { ...first?.when, asset: ['press-4'] } };
	await take({ ...file, rules: [renamed, ...rest] });
	await expect(page.getByText('“rules.json” is in the draft: 4 rules')).toBeVisible();
	await expect(rule(page, 'No use')).toContainText('other suggestions are not about a machine');
	await expect(button(page, 'Propose this change')).toBeDisabled();
	await button(page, 'Leave this out of the rule').click();
	await expect(button(page, 'Propose this change')).toBeEnabled();

	await button(page, 'Delete “No use”').click();
	await expect(rule(page, 'No use')).toHaveCount(0);
	await button(page, 'Undo').click();
	await expect(rule(page, 'No use')).toHaveCount(1);
});
