/** Records reach the server once, whatever the network and the tabs do: with the real service worker and the real server. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { tilePhotos } from '../fixtures/pictures';
import type { TestServer } from '../fixtures/server';
import type { Tablet } from '../fixtures/tablet';
import { expect, test } from '../fixtures/test';
import { returnWithTabClosed } from './background';
import { enrol, INSPECTOR, inspectReady, readyForOffline, setUpDemoSite, signIn, syncState } from './journey';
import { askAsAdmin, ledgerOf } from './on-server';

/** Types of the entries on the server, in order. */
async function entriesOnServer(tablet: Tablet, server: TestServer): Promise<string[]> {
	return (await ledgerOf(tablet, server)).map(({ type }) => type);
}

/** Puts a photo where a capture would. */
async function keepPhoto(page: Page, file: string): Promise<string> {
	const bytes = readFileSync(file);
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	await page.evaluate(
		async ({ base64, sha256 }) => {
			const blob = await (await fetch(`data:image/jpeg;base64,${base64}`)).blob();
			const request = indexedDB.open('countersign');
			await new Promise((done) => (request.onsuccess = done));
			const transaction = request.result.transaction('photos', 'readwrite');
			const size = { bytes: blob.size, width: 640, height: 480 };
			const upload = { state: 'waiting', uploadUrl: null, attempts: 0, lastError: null };
			const takenAt = new Date().toISOString();
			transaction.objectStore('photos').put({ sha256, blob, mediaType: 'image/jpeg', ...size, takenAt, ...upload });
			await new Promise((done) => (transaction.oncomplete = done));
			request.result.close();
		},
		{ base64: bytes.toString('base64'), sha256 }
	);
	return sha256;
}

test('what is recorded without a network arrives with every tab closed', async ({ server, tablet }) => {
	const app = tablet.page;
	await setUpDemoSite(app);
	await enrol(app);
	await readyForOffline(app);
	const before = (await entriesOnServer(tablet, server)).filter((type) => type === 'session.started').length;

	await tablet.setOffline(true);
	await app.reload();
	await signIn(app);
	const sha256 = await keepPhoto(app, tilePhotos('good')[0] ?? '');
	await expect(syncState(app)).toHaveText('1 record waiting, no network');
	expect((await askAsAdmin(tablet, server, `/api/photos/${sha256}`)).status).toBe(404);

	await returnWithTabClosed(tablet, server, app);
	await expect
		.poll(async () => (await entriesOnServer(tablet, server)).filter((type) => type === 'session.started').length)
		.toBe(before + 1);
	await expect.poll(async () => (await askAsAdmin(tablet, server, `/api/photos/${sha256}`)).status).toBe(200);

	const again = await tablet.context.newPage();
	await again.goto('/inspect');
	await expect(syncState(again)).toHaveText('All sent');
});

test('the floor starts cold without a network, and desk pages say what works', async ({ server, tablet }) => {
	await setUpDemoSite(tablet.page);
	await enrol(tablet.page);
	await signIn(tablet.page, INSPECTOR);
	await readyForOffline(tablet.page);
	await server.stop();
	await tablet.setOffline(true);

	const page = await tablet.restart();
	await page.goto('/inspect?from=home-screen');
	await inspectReady(page);
	expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);

	const failed = await page.evaluate(async () => {
		const wanted = ['/models/backbone/model.json', '/models/backbone/weights.bin', '/manifest.webmanifest'];
		const answers = await Promise.all(wanted.map(async (path) => ({ path, ok: (await fetch(path)).ok })));
		return answers.filter(({ ok }) => !ok);
	});
	expect(failed).toEqual([]);

	await page.goto('/ledger');
	await expect(page.getByRole('heading', { name: 'No network' })).toBeVisible();
	await page.getByRole('link', { name: 'See what waits to be sent' }).click();
	await expect(page).toHaveURL(/\/queue$/);
	await expect(syncState(page)).toBeVisible();
});

test('the queue is sent by itself when the server comes back', async ({ server, tablet }) => {
	const page = tablet.page;
	await setUpDemoSite(page);
	await enrol(page);
	await readyForOffline(page);
	await server.kill();
	await signIn(page);
	await expect(syncState(page)).toHaveText(/1 record waiting/);
	await server.start();
	await expect(syncState(page)).toHaveText('All sent', { timeout: 30_000 });
	expect(await entriesOnServer(tablet, server)).toContain('session.started');
});
