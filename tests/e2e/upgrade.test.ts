/** A tablet that was last used with an older app, on a server of that time: brought up to date in a real browser, with all it held. */
import { rmSync } from 'node:fs';
import { writeDatabase } from '../fixtures/databases/image';
import { keptVersions, readVersion, writeServerData } from '../fixtures/databases/versions';
import { expect, test } from '../fixtures/test';
import { Arrivals } from '../fixtures/arrivals';
import { INSPECTOR, setUpDemoSite, syncState, typePin, verdicts } from './journey';

interface Row {
	seq: number;
	id: string;
	entry: { device: string };
}

for (const version of keptVersions()) {
	test(`version ${version} of the database is upgraded with everything in it, and sent`, async ({ server, tablet }) => {
		const kept = readVersion(version);
		const rows = (kept.tablet.stores.find(({ name }) => name === 'entries')?.rows ?? []) as Row[];
		const device = rows[0]?.entry.device ?? '';
		await server.stop();
		rmSync(server.dataDir, { recursive: true });
		writeServerData(kept, server.dataDir);
		await server.start();

		const { page } = tablet;
		await page.route('**/old-app', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
		await page.goto('/old-app');
		await page.evaluate(writeDatabase, kept.tablet);
		await page.goto('/inspect');

		// The shot that Lena had in hand is hers again.
		await typePin(page, INSPECTOR);
		await expect(verdicts(page)).toBeVisible();
		await expect(syncState(page)).toHaveText('All sent', { timeout: 60_000 });

		const arrivals = new Arrivals(server.dataDir);
		const arrived = arrivals.ids(device);
		expect(new Set(arrived).size).toBe(arrived.length);
		expect(rows.map(({ id }) => id).filter((id) => !arrived.includes(id))).toEqual([]);
		const photos = (kept.tablet.stores.find(({ name }) => name === 'photos')?.rows ?? []) as { sha256: string }[];
		expect(photos.filter(({ sha256 }) => !arrivals.photos().has(sha256))).toEqual([]);
		arrivals.close();
	});
}

test('two windows: the one with the old version lets go, and says what to do', async ({ tablet }) => {
	const { page } = tablet;
	await setUpDemoSite(page);
	await page.goto('/enrol');
	await expect(page.getByLabel('One-time code')).toBeVisible();
	const newer = await tablet.context.newPage();
	await newer.route('**/newer-app', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
	await newer.goto('/newer-app');
	await newer.evaluate(async () => {
		const request = indexedDB.open('countersign', 990);
		request.onupgradeneeded = () => request.result.createObjectStore('later');
		await new Promise((resolve) => (request.onsuccess = resolve));
		request.result.close();
	});
	await expect(
		page.getByRole('heading', { name: 'A newer version of the app is open in another window' })
	).toBeVisible();
	await page.getByRole('button', { name: 'Load again' }).click();
	await expect(
		page.getByRole('heading', { name: 'This tablet’s data belongs to a newer version of the app' })
	).toBeVisible();
});
