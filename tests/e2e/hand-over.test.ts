/** A tablet that several people share: each has their own shot in hand and session, and nothing of one is lost to the next. */
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test';
import {
	chooseSamplePart,
	enrol,
	INSPECTOR,
	readyForOffline,
	setUpDemoSite,
	signIn,
	syncState,
	typePin,
	useSamplePicture,
	verdicts
} from './journey';
import { ledgerOf, ofType } from './on-server';

const TOMAS = { name: 'Tomás Ruiz', pin: '135792' };

test.beforeEach(async ({ tablet: { page } }) => {
	await setUpDemoSite(page);
	await enrol(page);
	await signIn(page);
});

async function shotInHand(page: Page): Promise<void> {
	await chooseSamplePart(page);
	await useSamplePicture(page);
}

async function changePerson(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Menu' }).click();
	await page.getByRole('link', { name: 'Change person' }).click();
	await expect(page.getByRole('heading', { name: 'Who is working here?' })).toBeVisible();
}

const tile = (page: Page, name: string) => page.getByRole('listitem').getByRole('button', { name: new RegExp(name) });

test('a photo in hand is asked about, kept for its person, and shown to nobody else', async ({ tablet: { page } }) => {
	await shotInHand(page);
	await changePerson(page);
	await tile(page, TOMAS.name).click();
	const question = page.getByRole('dialog', { name: 'Lena Vogt has a photo in hand' });
	await question.getByRole('button', { name: 'Cancel' }).click();
	await expect(question).toBeHidden();
	await tile(page, TOMAS.name).click();
	await question.getByRole('button', { name: 'Keep it for Lena Vogt' }).click();
	await expect(page.getByRole('heading', { name: `Hello ${TOMAS.name}` })).toBeVisible();
	await page.getByRole('button', { name: 'Someone else' }).click();

	// Signing out asks the same.
	await page.getByRole('button', { name: /^Sign out/ }).click();
	await question.getByRole('button', { name: 'Keep it for Lena Vogt' }).click();
	await signIn(page, TOMAS);
	await expect(verdicts(page)).toBeHidden();

	await changePerson(page);
	await typePin(page, INSPECTOR);
	await expect(verdicts(page)).toBeVisible();
	await expect(page.getByText('You had begun this one: the photo was kept.')).toBeVisible();
});

test('a discarded photo is not taken up again, and stays on record undecided', async ({ server, tablet }) => {
	const { page } = tablet;
	await shotInHand(page);
	await changePerson(page);
	await page.getByRole('button', { name: /^Sign out/ }).click();
	await page.getByRole('button', { name: 'Discard it' }).click();
	await expect(page.getByRole('button', { name: /^Sign out/ })).toBeHidden();
	await signIn(page);
	await expect(verdicts(page)).toBeHidden();
	await expect(syncState(page)).toHaveText('All sent', { timeout: 30_000 });
	const entries = await ledgerOf(tablet, server);
	expect(ofType(entries, 'suggestion.made')).toHaveLength(1);
	expect(ofType(entries, 'decision.made')).toHaveLength(0);
});

test('signing out without a network drops nothing that waits', async ({ server, tablet }) => {
	const { page } = tablet;
	await readyForOffline(page);
	await shotInHand(page);
	await expect(syncState(page)).toHaveText('All sent', { timeout: 30_000 });
	await tablet.setOffline(true);
	await verdicts(page).getByRole('button', { name: 'Escalate' }).click();
	await page
		.getByRole('dialog')
		.getByRole('button', { name: /^Hand over to/ })
		.click();
	await expect(page.getByText(/Saved on this tablet/)).toBeVisible();
	await changePerson(page);
	await page.getByRole('button', { name: /^Sign out/ }).click();
	await expect(page.getByRole('button', { name: /^Sign out/ })).toBeHidden();
	await expect(syncState(page)).toHaveText('1 decision waiting, no network');
	await tablet.setOffline(false);
	await expect(syncState(page)).toHaveText('All sent', { timeout: 30_000 });
	expect(ofType(await ledgerOf(tablet, server), 'decision.made')).toHaveLength(1);
});
