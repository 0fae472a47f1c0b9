/** A browser that clears or damages what a tablet kept: noticed, said in words, named record by record, and nothing else is lost. */
import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import type { TestServer } from '../fixtures/server';
import type { Tablet } from '../fixtures/tablet';
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
	takePhoto
} from './journey';
import { enrolmentCode, ledgerOf, ofType } from './on-server';

test.beforeEach(async ({ tablet: { page } }) => {
	await setUpDemoSite(page);
	await enrol(page);
	await signIn(page);
	await readyForOffline(page);
	await samplesKept(page);
	await expect(syncState(page)).toHaveText('All sent', { timeout: 30_000 });
});

/** The server is down as well: a browser that is told to be offline may let a service worker through that it has only just woken. */
async function decideOffline(tablet: Tablet, server: TestServer, count: number): Promise<void> {
	const { page } = tablet;
	await tablet.setOffline(true);
	await server.stop();
	for (let index = 0; index < count; index++) {
		await chooseSamplePart(page);
		await takePhoto(page);
		await decide(page, { verdict: 'escalate' });
		await inspectReady(page);
	}
	const witnessed = () => page.evaluate(() => localStorage.getItem('countersign-witness') ?? '');
	await expect.poll(async () => JSON.parse(await witnessed()).witness.lastSeq).toBe(1 + 3 * count);
}

async function clearDatabases(tablet: Tablet, server: TestServer): Promise<void> {
	const devtools = await tablet.context.newCDPSession(tablet.page);
	await devtools.send('Storage.clearDataForOrigin', { origin: server.origin, storageTypes: 'indexeddb' });
}

async function registerAgain(tablet: Tablet, server: TestServer): Promise<void> {
	const { page } = tablet;
	await server.start();
	await tablet.setOffline(false);
	await page.getByLabel('One-time code').fill(await enrolmentCode(tablet, server));
	await page.getByRole('button', { name: 'Register', exact: true }).click();
	await expect(page.getByRole('heading', { name: 'Who is working here?' })).toBeVisible();
}

/** Takes rows away as a damaged disk does. */
async function lose(page: Page, seqs: readonly number[]): Promise<void> {
	await page.evaluate(async (gone) => {
		const request = indexedDB.open('countersign');
		await new Promise((resolve) => (request.onsuccess = resolve));
		const transaction = request.result.transaction('entries', 'readwrite');
		for (const seq of gone) transaction.objectStore('entries').delete(seq);
		await new Promise((resolve) => (transaction.oncomplete = resolve));
		request.result.close();
	}, seqs);
}

test('a cleared storage: what is lost is said, the tablet goes on, and the server names every missing record', async ({
	server,
	tablet
}) => {
	const { page } = tablet;
	const [old] = ofType(await ledgerOf(tablet, server), 'device.enrolled')
		.map(({ body }) => String(body['id']))
		.slice(-1);
	await decideOffline(tablet, server, 2);
	await clearDatabases(tablet, server);
	await tablet.setOffline(false);
	await page.goto('/inspect');
	await expect(page.getByText('Records 2 to 7 of Lena Vogt')).toBeVisible();
	await expect(page.getByText('all records up to number 1.')).toBeVisible();
	await registerAgain(tablet, server);
	await signIn(page);
	await expect(syncState(page)).toHaveText('All sent', { timeout: 30_000 });

	const [replaced] = ofType(await ledgerOf(tablet, server), 'device.replaced');
	expect(replaced?.body).toMatchObject({ replaces: old, lastSeq: 7, proved: true });
	expect(replaced?.body['missing']).toMatchObject([{ from: 2, to: 7, personId: 'person-lena-vogt' }]);
});

test('a damaged database: nothing is added to it, what is left arrives, and a file of it can be saved first', async ({
	server,
	tablet
}) => {
	const { page } = tablet;
	await decideOffline(tablet, server, 2);
	await lose(page, [4]);
	await page.goto('/inspect');
	await expect(page.getByText('Part of what this tablet recorded is gone')).toBeVisible();
	await expect(page.getByText('Record 4 of Lena Vogt')).toBeVisible();
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('button', { name: 'Save what can still be read' }).click()
	]);
	const file = JSON.parse(readFileSync(await download.path(), 'utf8')) as { entries: { seq: number }[] };
	expect(file.entries.map(({ seq }) => seq)).toEqual([2, 3, 5, 6, 7]);

	await registerAgain(tablet, server);
	await signIn(page);
	await expect(syncState(page)).toHaveText('All sent', { timeout: 30_000 });
	const [replaced] = ofType(await ledgerOf(tablet, server), 'device.replaced');
	expect(replaced?.body).toMatchObject({ lastSeq: 7, proved: true });
});
