/** What a policy lets pass with no call, on the tablet: after a veto window, or at once; and how somebody decides it all the same. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { FIRST_POLICY, IN_THE_LOOP, type Consequence, type Policy } from '../../src/lib/domain/policy';
import { publishPolicy } from '../fixtures/policy';
import { expect, test } from '../fixtures/test';
import {
	chooseSamplePart,
	decide,
	enrol,
	inspectReady,
	readyForOffline,
	samplesKept,
	setUpDemoSite,
	signIn,
	syncState,
	useSamplePicture
} from './journey';
import { ledgerOf, ofType } from './on-server';

function policy(version: number, then: Consequence): Policy {
	const named = ['good', 'unnamed-defect', 'crack', 'fray', 'break', 'blowhole', 'uneven'];
	const when = { kind: ['anomaly' as const, 'defect' as const], class: named };
	return { version, rules: [{ id: 'passing', name: 'What passes', when, then }, ...FIRST_POLICY.rules] };
}
const ON_THE_LOOP = policy(2, { ...IN_THE_LOOP, mode: 'on-the-loop', vetoWindowS: 3_600, vetoBy: 'supervisor' });
const AUTONOMOUS = policy(3, {
	...IN_THE_LOOP,
	mode: 'autonomous',
	owner: 'person-lena-vogt',
	reason: 'None of 412 was wrong',
	expiresAt: '2099-01-01T00:00:00.000Z'
});

const passing = (page: Page) => page.getByTestId('passing');
const next = (page: Page) => page.getByRole('button', { name: /^Next (part|view)$/ });
const accessible = async (page: Page) => expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

test('what the policy lets pass needs no call, and takes one all the same', async ({ server, tablet }) => {
	const { page } = tablet;
	await setUpDemoSite(page);
	await publishPolicy(server, ON_THE_LOOP);
	await enrol(page);
	await signIn(page);
	await chooseSamplePart(page);
	await expect(page.getByText(/^Ready:/)).toBeVisible({ timeout: 60_000 });
	await readyForOffline(page);
	await samplesKept(page);
	await tablet.setOffline(true);
	await inspectReady(page);
	await chooseSamplePart(page);
	await useSamplePicture(page);
	await expect(page.locator('header').getByText('On the loop')).toBeVisible();
	// No time runs while the server has not heard of it.
	await expect(passing(page)).toContainText('Final 1 hour after the site’s server has it, unless stopped');
	await accessible(page);
	await next(page).click();
	await expect(passing(page)).toBeHidden();
	await tablet.setOffline(false);
	await expect(syncState(page)).toHaveText('All sent', { timeout: 60_000 });
	await page.goto('/queue');
	await expect(page.getByText(/Final at .* unless stopped by: supervisor/)).toBeVisible();

	await page.goto('/inspect');
	await chooseSamplePart(page);
	await useSamplePicture(page);
	await expect(passing(page)).toContainText(/Final at .* unless stopped/);
	await expect(passing(page)).toContainText(/\d+:\d\d/);
	await decide(page, { verdict: 'accept' });
	await expect(syncState(page)).toHaveText('All sent', { timeout: 60_000 });

	await publishPolicy(server, AUTONOMOUS);
	await page.goto('/settings');
	await expect(page.getByText('Version 3', { exact: true })).toBeVisible({ timeout: 60_000 });
	await page.goto('/inspect');
	await chooseSamplePart(page);
	await useSamplePicture(page);
	await expect(passing(page)).toContainText('This passes with no person');
	await expect(passing(page)).toContainText('None of 412 was wrong');
	await expect(passing(page)).toContainText('Lena Vogt answers for it');
	await accessible(page);
	await page.keyboard.press('n');
	await expect(passing(page)).toBeHidden();
	await expect(syncState(page)).toHaveText('All sent', { timeout: 60_000 });
	await page.goto('/queue');
	await page.getByRole('radio', { name: /^All/ }).check();
	await expect(page.getByText('Passed with no person', { exact: true })).toBeVisible();

	const ledger = await ledgerOf(tablet, server);
	expect(ofType(ledger, 'suggestion.made')).toHaveLength(3);
	expect(ofType(ledger, 'decision.made')).toHaveLength(1);
});
