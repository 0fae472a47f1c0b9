/** The pages where people say how much a model may do alone, answer what others handed over, and prove it afterwards. */
import type { Page } from '@playwright/test';
import { FIRST_POLICY, IN_THE_LOOP, type Policy } from '$lib/domain/policy';
import {
	chooseSamplePart,
	decide,
	enrol,
	enterPin,
	inspectReady,
	setUpDemoSite,
	signIn,
	useSamplePicture
} from '../e2e/journey';
import { publishPolicy } from '../fixtures/policy';
import type { TestServer } from '../fixtures/server';
import type { Tablet } from '../fixtures/tablet';

const QUALITY_ENGINEER = { name: 'Aylin Demir', pin: '314159' };
const OWN_CALL_FIRST: Policy = {
	version: 2,
	rules: [
		{ id: 'own-call', name: 'Own call first', when: {}, then: { ...IN_THE_LOOP, reveal: 'commit-first' } },
		...FIRST_POLICY.rules
	]
};

export async function overseeWalk(
	tablet: Tablet,
	server: TestServer,
	keep: (page: Page, name: string) => Promise<void>
): Promise<void> {
	const { page } = tablet;
	await setUpDemoSite(page);
	await enrol(page);
	await signIn(page);
	for (const note of ['', 'Scratch or crack? It catches the nail.', 'Same lot as the one before.']) {
		await chooseSamplePart(page);
		await page.getByText(/^Ready:/).waitFor({ timeout: 180_000 });
		await useSamplePicture(page);
		await decide(page, note === '' ? { verdict: 'accept' } : { verdict: 'escalate', note });
	}
	await page.getByRole('link', { name: /All sent/ }).waitFor({ timeout: 60_000 });

	await page.goto('/admin/policy/draft');
	await page.getByRole('button', { name: 'Add a rule' }).click();
	await page.keyboard.press('ControlOrMeta+a');
	await page.keyboard.type('Cracks and breaks');
	const rule = page.getByRole('listitem', { name: /Cracks and breaks$/ });
	await rule.getByLabel('Add a condition').selectOption({ label: 'Suggested class' });
	await rule.getByRole('checkbox', { name: 'Crack' }).check();
	await rule.getByRole('checkbox', { name: 'Break' }).check();
	await rule.getByRole('radio', { name: /Own call first/ }).check();
	await page.evaluate(() => scrollTo(0, 0));
	await keep(page, 'policy-editor');
	await page.getByRole('button', { name: 'Done with “Cracks and breaks”' }).click();
	await page.getByRole('button', { name: 'Replay the ledger' }).click();
	await page.getByTestId('policy-replay').scrollIntoViewIfNeeded();
	await keep(page, 'policy-simulation');

	await publishPolicy(server, OWN_CALL_FIRST);
	await page.goto('/settings');
	await page.getByText('Version 2', { exact: true }).waitFor({ timeout: 60_000 });
	await page.goto('/inspect');
	await chooseSamplePart(page);
	await page.getByText(/^Ready:/).waitFor({ timeout: 60_000 });
	await page.getByRole('button', { name: 'Sample picture' }).click();
	const own = page.getByRole('group', { name: 'Your own call' });
	await own.waitFor();
	await keep(page, 'own-call');
	await own.getByRole('button').first().click();
	await page.getByRole('region', { name: 'Your call and the model’s' }).waitFor();
	await keep(page, 'own-call-reveal');
	await page.getByRole('group', { name: 'Your decision' }).getByRole('button').first().click();
	await inspectReady(page);
	await page.getByRole('link', { name: /All sent/ }).waitFor({ timeout: 60_000 });

	await page.goto('/unlock?to=/review');
	await page.getByRole('button', { name: new RegExp(QUALITY_ENGINEER.name) }).click();
	await enterPin(page, QUALITY_ENGINEER);
	await page.getByRole('list', { name: 'Cases that wait' }).getByRole('button').nth(1).waitFor({ timeout: 30_000 });
	await page.keyboard.press('j');
	await page.getByTestId('heat-map').waitFor({ timeout: 30_000 });
	await keep(page, 'review');
	await page.keyboard.press('a');
	await page.getByText(/^Saved on this tablet/).waitFor();
	await page.getByRole('link', { name: /All sent/ }).waitFor({ timeout: 60_000 });

	await page.goto('/ledger');
	await page
		.getByRole('row', { name: /Decision/ })
		.first()
		.getByRole('link', { name: /The whole story/ })
		.click();
	await page.getByRole('heading', { name: 'The whole story' }).waitFor();
	await keep(page, 'story');
}
