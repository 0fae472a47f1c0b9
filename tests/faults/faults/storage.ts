/** The tablet's own disk: full, cleared by the browser, or damaged. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CDPSession } from '@playwright/test';
import { expect, verdicts } from '../../e2e/journey';
import type { OutboxRow } from '../../../src/lib/local-db/schema';
import { clearStorage, deviceIdOf, EVICTED, numbersNamed } from '../harness/eviction';
import type { Fault, Scene } from '../harness/fault';
import type { Inspector } from '../harness/inspector';
import { readTable } from '../harness/local-database';
import type { FreshPhoto } from '../harness/photos';
import type { Site } from '../harness/site';

/** More than any tablet could fill in the time of a run. */
const MOST_TRIES = 40;

const FULL = /The tablet is full/;

async function devtools({ page }: Inspector): Promise<CDPSession> {
	return page.context().newCDPSession(page);
}

/** Starts the app with this many bytes left beyond what it uses, as its disk has them. The quota goes with the browser. */
async function startWithRoom(inspector: Inspector, { origin }: Site, quotaSize: number): Promise<CDPSession> {
	await inspector.tablet.stop();
	// An open database goes on with the room it was once told of: the quota is set before the app opens it.
	return inspector.startUp(async () => {
		const session = await devtools(inspector);
		await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
		return session;
	});
}

/** What the app may use in this run: 3 MB more than now, where photos that have been sent will have made room. */
async function tightQuota({ page }: Inspector): Promise<number> {
	const photos = await readTable<{ state: string; bytes: number }>(page, 'photos');
	const removable = photos.filter(({ state }) => state === 'sent').reduce((sum, { bytes }) => sum + bytes, 0);
	const used = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
	return used - removable + 3_000_000;
}

/** Decides until the app says that it cannot save; that photo stays in hand. */
async function decideUntilFull(inspector: Inspector, tell: Scene['tell']): Promise<FreshPhoto> {
	const full = inspector.page.getByRole('alert').filter({ hasText: FULL });
	for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
		const photo = await inspector.photograph({ size: 'huge' });
		await inspector.press();
		await expect(async () => {
			expect((await verdicts(inspector.page).isHidden()) || (await full.isVisible())).toBe(true);
		}).toPass();
		if (await full.isVisible()) {
			tell('refused in words');
			return photo;
		}
		tell('decided before');
		inspector.keepPromise(photo);
	}
	throw new Error('The quota never ran out.');
}

export const quotaFull: Fault = {
	name: 'full quota',
	runs: 10,
	how: 'the browser’s quota is set to 3 MB above what is used, less the photos that have been sent and make room; without a network, photos of about 3.3 MB are decided until the app says that it cannot save; then by turns there is room again and the same decision is given again, and the app is started again on the full disk, with a network, and has to send everything from there',
	async run({ site, inspector, tell }, index) {
		const { origin } = site;
		await inspector.tablet.setOffline(true);
		const quota = await tightQuota(inspector);
		const session = await startWithRoom(inspector, site, quota);
		await inspector.unlock();
		const photo = await decideUntilFull(inspector, tell);
		if (index % 2 === 0) {
			await session.send('Storage.overrideQuotaForOrigin', { origin });
			await expect(async () => {
				await inspector.press();
				await expect(verdicts(inspector.page)).toBeHidden({ timeout: 2_000 });
			}).toPass();
			inspector.keepPromise(photo);
			tell('decided with room again');
		} else {
			await inspector.tablet.setOffline(false);
			await startWithRoom(inspector, site, quota);
			await inspector.drained();
			tell('sent from a full disk');
			await inspector.tablet.stop();
			await inspector.startAgain();
		}
		await inspector.tablet.setOffline(false);
	}
};

export const storageEvicted: Fault = {
	name: 'storage evicted',
	runs: 20,
	how: 'IndexedDB, caches and service worker are cleared, as Chromium clears them for lack of room, while two decisions wait; the tablet says so and is registered again',
	mayLose: true,
	async run({ site, inspector, tell }) {
		site.network.down = true;
		await inspector.tablet.setOffline(true);
		await inspector.decideSeveral(2);
		const owed = (await readTable<OutboxRow>(inspector.page, 'outbox')).map(({ seq }) => seq);
		const deviceId = await deviceIdOf(inspector);
		await clearStorage(inspector, site, EVICTED);
		site.network.down = false;
		await inspector.tablet.setOffline(false);
		await inspector.page.goto('/inspect');
		await expect(inspector.page.getByText(/The storage of .* was cleared/)).toBeVisible();
		await inspector.registerAgain();
		const named = await numbersNamed(site, deviceId);
		expect(named).toEqual(owed);
		tell('records the tablet owed', owed.length);
		tell('records the server named', named.length);
		await inspector.decide();
	}
};

/** Flips a bit in one byte of every page of the files of the tablet's database, while its browser is off. */
function damageFiles(profile: string): number {
	const folder = join(profile, 'Default/IndexedDB');
	let flipped = 0;
	for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
		const file = join(folder, name);
		if (!/\.(ldb|log)$/.test(name) || !statSync(file).isFile()) continue;
		const bytes = readFileSync(file);
		for (let at = 1024; at < bytes.length; at += 4096) {
			bytes[at] = (bytes[at] ?? 0) ^ 0x40;
			flipped++;
		}
		writeFileSync(file, bytes);
	}
	return flipped;
}

export const databaseDamaged: Fault = {
	name: 'database damaged',
	runs: 10,
	how: 'by turns bits are flipped in every 4 KB of the database’s files while the browser is off and all is sent, and a record that waits between two decisions vanishes from the database; the tablet says so at its start, sends the others, and is registered again',
	async run({ site, inspector, tell }, index) {
		if (index % 2 === 0) {
			await inspector.decide();
			await inspector.drained();
			await inspector.tablet.stop();
			damageFiles(inspector.tablet.profile);
			await inspector.startUp();
			tell(`files damaged, the tablet said: ${await inspector.recover()}`);
		} else {
			await inspector.tablet.setOffline(true);
			await inspector.decide();
			await inspector.handOver();
			await inspector.decide();
			const deviceId = await deviceIdOf(inspector);
			const lost = await removeSessionRecord(inspector);
			await inspector.page.reload();
			await inspector.tablet.setOffline(false);
			tell(`record vanished, the tablet said: ${await inspector.recover()}`);
			const kept = await (await site.ask(`/admin/quarantine?device=${deviceId}&reason=lost-on-tablet`)).text();
			expect(kept).toContain(`no. ${lost}`);
			inspector.apart.add(`${deviceId} ${lost}`);
		}
		await inspector.decide();
	}
};

/** Takes one waiting sign-in or sign-out out of the tablet's records, and gives its number. */
async function removeSessionRecord({ page }: Inspector): Promise<number> {
	const outbox = await readTable<OutboxRow>(page, 'outbox');
	const row =
		outbox.find(({ type }) => type === 'session.ended') ?? outbox.find(({ type }) => type === 'session.started');
	if (!row) throw new Error('Nobody signed in or out.');
	await page.evaluate(async (seq) => {
		const opening = indexedDB.open('countersign');
		await new Promise((done) => (opening.onsuccess = done));
		const writing = opening.result.transaction('entries', 'readwrite');
		writing.objectStore('entries').delete(seq);
		await new Promise((done) => (writing.oncomplete = done));
		opening.result.close();
	}, row.seq);
	return row.seq;
}
