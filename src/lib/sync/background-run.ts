/** What the service worker does when Background Sync wakes it. Apart from asking for it, so that a page does not load the sync for that. */
import type { LocalDatabase } from '$lib/local-db';
import type { SyncReport } from './report';
import { runSync } from './run';
import { noteStatus } from './status';
import type { LoadTransfer } from './transfer';

/** A Background Sync event wants this to be rejected when it must come again. */
export class SyncUnfinished extends Error {
	constructor(readonly report: SyncReport) {
		super(report.problem?.code ?? 'sync unfinished');
	}
}

/**
 * The service worker's answer to a `sync` event.
 * @throws SyncUnfinished when something is still waiting that time will mend
 */
export async function runInBackground(database: LocalDatabase, transfer: LoadTransfer): Promise<SyncReport> {
	const report = await runSync({ database, transfer });
	const { entries, photos } = report.remaining;
	const unfinished = !report.elsewhere && entries + photos > 0 && report.problem?.recovery === 'retry';
	if (!unfinished) return report;
	await noteStatus(database, ({ backgroundTag }) => ({ backgroundTag: backgroundTag + 1 }));
	throw new SyncUnfinished(report);
}
