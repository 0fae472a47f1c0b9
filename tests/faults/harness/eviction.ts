/** What a browser that clears its storage leaves of a tablet, and what the server says that it lacks of it. */
import { expect } from '../../e2e/journey';
import { ofType } from '../../e2e/on-server';
import type { UnsentRun, Witness } from '../../../src/lib/domain/ledger';
import type { Inspector } from './inspector';
import { readTable } from './local-database';
import type { Site } from './site';

/** What Chromium clears of a site for lack of room. */
export const EVICTED = 'indexeddb,cache_storage,service_workers';

/** Clears kinds of storage of the app, by their names in Chromium's protocol. Leaves no page of it open. */
export async function clearStorage({ page }: Inspector, site: Site, storageTypes: string): Promise<void> {
	// A browser clears no storage that a page has open.
	await page.goto('about:blank');
	const devtools = await page.context().newCDPSession(page);
	await devtools.send('Storage.clearDataForOrigin', { origin: site.origin, storageTypes });
	await devtools.detach();
}

interface Identity {
	key: string;
	value: { deviceId: string };
}

export async function deviceIdOf({ page }: Inspector): Promise<string> {
	const settings = await readTable<Identity>(page, 'settings');
	const identity = settings.find(({ key }) => key === 'identity');
	if (!identity) throw new Error('The tablet has no identity.');
	return identity.value.deviceId;
}

/** Numbers the server names as missing of a device that was replaced: by its own entry, and on the page an admin looks at. */
export async function numbersNamed(site: Site, deviceId: string): Promise<number[]> {
	const entry = ofType(await site.ledger(), 'device.replaced').find(({ body }) => body['replaces'] === deviceId);
	const runs = (entry?.body['missing'] ?? []) as UnsentRun[];
	const page = await (await site.ask(`/admin/devices/${deviceId}`)).text();
	for (const { from, to } of runs) {
		expect(page).toContain(from === to ? `no. ${from}` : `no. ${from} to ${to}`);
	}
	return numbersOf(runs);
}

/** Numbers the tablet notes beside its database as not yet confirmed. It knows of a confirmation a second later at the latest. */
export async function numbersWitnessed({ page }: Inspector): Promise<number[]> {
	const text = await page.evaluate(() => localStorage.getItem('countersign-witness'));
	if (text === null) return [];
	return numbersOf((JSON.parse(text) as { witness: Witness }).witness.unsent);
}

function numbersOf(runs: readonly UnsentRun[]): number[] {
	return runs.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index));
}
