/** How the ledger and its parts stand now, for the metrics. */
import { readDeliveryFigures, type DeliveryFigures } from '../connectors';
import type { Core } from '../core';
import { readLosses } from '../devices';
import { countOpen, readSite } from '../ledger';
import type { PhotoStore } from '../photos';
import { readHealth, type Health } from './health';

export interface Figures {
	health: Health;
	/** How long the store took for the smallest read, with the photo storage asked beside it. */
	storeSeconds: number;
	/** Null while the store is down, or before the first run. */
	ledger: { missing: number; waiting: number; inQuarantine: number; deliveries: DeliveryFigures } | null;
}

export async function readFigures(core: Core & { photoStore: PhotoStore }): Promise<Figures> {
	const started = performance.now();
	const site = await readSite(core.db).catch(() => undefined);
	const storeSeconds = (performance.now() - started) / 1000;
	const health = await readHealth(core);
	const ledger = site && health.store === 'ok' ? await readLedger(core, site.id) : null;
	return { health, storeSeconds, ledger };
}

async function readLedger(core: Core, site: string): Promise<NonNullable<Figures['ledger']>> {
	const [losses, inQuarantine, deliveries] = await Promise.all([
		readLosses(core.db, site),
		countOpen(core, site),
		readDeliveryFigures(core.db, site, core.now())
	]);
	const all = [...losses.values()].map(({ missing }) => missing);
	return {
		missing: all.flatMap(({ gaps }) => gaps).reduce((sum, { from, to }) => sum + to - from + 1, 0),
		waiting: all.reduce((sum, { notYetSent }) => sum + notYetSent, 0),
		inQuarantine,
		deliveries
	};
}
