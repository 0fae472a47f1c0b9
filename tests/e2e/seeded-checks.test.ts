/** Seeded checks, in a real browser: made at the desk, accepted on the walk, told at once; then oversight tightens by itself. */
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import type { TestServer } from '../fixtures/server';
import type { Tablet } from '../fixtures/tablet';
import { expect, test } from '../fixtures/test';
import {
	chooseSamplePart,
	decide,
	enrol,
	INSPECTOR,
	inspectReady,
	readyForOffline,
	setUpDemoSite,
	signIn,
	syncState,
	useSamplePicture,
	verdicts
} from './journey';
import { ledgerOf, ofType } from './on-server';

const TOMAS = { name: 'Tomás Ruiz', pin: '135792' };

const button = (page: Page | Locator, name: string | RegExp) => page.getByRole('button', { name });

/** One seeded check after every decision, as an admin sets it. */
async function checkAfterEveryDecision({ context }: Tablet, { origin }: TestServer): Promise<void> {
	const cookies = await context.cookies(origin);
	const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
	const settings = {
		pinOfflineHours: '336',
		lockAfterMinutes: '15',
		seedEvery: '1',
		acceptedSeedsLimit: '0.2',
		shortestLookMs: '0',
		fastAcceptsLimit: '0.3'
	};
	const answer = await fetch(`${origin}/admin/rules`, {
		method: 'POST',
		headers: { cookie, origin },
		body: new URLSearchParams(settings)
	});
	expect(answer.ok).toBe(true);
}

/** Makes a check of the first photo that is offered; the first suggestion that is offered for it is a wrong one. */
async function makeCheck(page: Page): Promise<void> {
	await page.goto('/admin/seeds/new');
	await page.getByRole('radio').first().check();
	await expect(page.getByLabel('Suggestion')).toContainText('wrong on purpose');
	await page.getByLabel('Reason').fill('Two of us are certain');
	await button(page, 'Make this a check').click();
	await expect(page.getByRole('heading', { name: 'Seeded checks' })).toBeVisible();
}

/** How many checks have come to this tablet. */
function checksHere(page: Page): Promise<number> {
	return page.evaluate(
		() =>
			new Promise<number>((resolve, reject) => {
				const opening = indexedDB.open('countersign');
				opening.onerror = () => reject(new Error('no database'));
				opening.onsuccess = () => {
					const count = opening.result.transaction('documents').objectStore('documents').index('kind').count('seed');
					count.onsuccess = () => {
						opening.result.close();
						resolve(count.result);
					};
				};
			})
	);
}

/** Accepts what is suggested for the next sample picture. */
async function inspectOne(page: Page): Promise<void> {
	await chooseSamplePart(page);
	await useSamplePicture(page);
	await decide(page, { verdict: 'accept' });
}

const another = (page: Page) => page.getByText('Somebody else took it. Say what you see, as always.');
const told = (page: Page) => page.getByRole('region', { name: 'This was a check' });
const tightened = (page: Page) => page.getByText(/^Oversight of Lena Vogt was tightened by itself/);

/** The photo that comes up after a decision: it looks like any other, and only the answer tells that it was a check. */
async function acceptCheck(page: Page): Promise<void> {
	await expect(another(page)).toBeVisible();
	await button(page, 'Look at it').click();
	await expect(verdicts(page)).toBeVisible();
	await expect(told(page)).toHaveCount(0);
	await expect(page.getByText(/wrong on purpose/)).toHaveCount(0);
	expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
	await button(verdicts(page), /^Accept/).click();
	await expect(told(page)).toContainText('The suggestion was wrong on purpose.');
}

test('whoever accepts what is wrong on purpose is told at once, asked first from then on, and a supervisor is told', async ({
	server,
	tablet
}) => {
	test.setTimeout(240_000);
	const { page } = tablet;
	await setUpDemoSite(page);
	await checkAfterEveryDecision(tablet, server);
	await enrol(page);
	await signIn(page, TOMAS);
	await readyForOffline(page);
	await inspectReady(page);
	for (let photo = 0; photo < 3; photo++) await inspectOne(page);
	await expect(syncState(page)).toHaveText('All sent', { timeout: 30_000 });

	for (let check = 0; check < 3; check++) await makeCheck(page);
	await expect(page.getByText('Nobody has answered it yet')).toHaveCount(3);

	await page.goto('/unlock');
	await signIn(page, INSPECTOR);
	await expect.poll(() => checksHere(page), { timeout: 30_000 }).toBe(3);
	for (let check = 0; check < 3; check++) {
		// Nothing of it needs the network.
		if (check === 1) await tablet.setOffline(true);
		await inspectOne(page);
		if (check === 0) {
			await expect(another(page)).toBeVisible();
			// Whoever leaves finds the same photo.
			await page.reload();
		}
		await acceptCheck(page);
		if (check === 0) expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
		await button(page, 'Go on with the walk').click();
		await expect(page.getByRole('heading', { name: 'Scan a part' })).toBeVisible();
	}
	await tablet.setOffline(false);
	await expect(syncState(page)).toHaveText('All sent', { timeout: 30_000 });

	await page.reload();
	await chooseSamplePart(page);
	await button(page, 'Sample picture').click();
	await expect(page.getByRole('group', { name: 'Your own call' })).toBeVisible();
	await expect(page.getByText('You say first what you see')).toBeVisible();

	const entries = await ledgerOf(tablet, server);
	expect(ofType(entries, 'seed.answered')).toHaveLength(3);
	expect(ofType(entries, 'decision.made')).toHaveLength(6);
	expect(ofType(entries, 'oversight.tightened').map(({ body }) => body)).toMatchObject([
		{ because: 'accepted-seeds', rate: 1, of: 3 }
	]);

	await page.goto('/ledger');
	await expect(tightened(page)).toBeVisible();
	await page.getByRole('link', { name: 'Look into it' }).click();
	await expect(page.getByRole('heading', { name: INSPECTOR.name })).toBeVisible();
	await expect(page.getByRole('cell', { name: 'Accepted though wrong' })).toHaveCount(3);
	expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
	await button(page, 'I have looked into it').click();
	await page.goto('/ledger');
	await expect(page.getByRole('heading', { name: 'Ledger', level: 1 })).toBeVisible();
	await expect(tightened(page)).toHaveCount(0);

	await page.goto('/admin/seeds');
	expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
	await page.getByRole('link', { name: INSPECTOR.name }).click();
	await page.getByLabel('Reason').fill('We looked at the three together');
	await button(page, 'Relax').click();
	await expect(page.getByText(`Oversight of ${INSPECTOR.name} is as the policy says again.`)).toBeVisible();
	expect(ofType(await ledgerOf(tablet, server), 'oversight.relaxed')).toHaveLength(1);
});
