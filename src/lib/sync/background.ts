/** Background Sync, where the browser has it: the service worker sends what waits, also with every tab closed. */
import type { LocalDatabase } from '$lib/local-db';
import { runSync, type SyncReport } from './run';
import { noteStatus, readStatus } from './status';
import type { LoadTransfer } from './transfer';

const TAG_PREFIX = 'countersign-sync-';

/** Not in TypeScript's own library: a draft of the WICG, in Chromium only. */
interface SyncRegistration {
	sync: { register(tag: string): Promise<void> };
}

function hasSync(registration: object): registration is SyncRegistration {
	return 'sync' in registration;
}

export function isSyncTag(tag: string): boolean {
	return tag.startsWith(TAG_PREFIX);
}

/**
 * Asks the browser to wake the service worker once the network is there. True when it will.
 * After a failed event Chromium leaves the same tag alone for 300 s, so the tag's number moves on (see `runInBackground`).
 */
export async function requestBackgroundSync(database: LocalDatabase, registration: object): Promise<boolean> {
	if (!hasSync(registration)) return false;
	const { backgroundTag } = await readStatus(database);
	try {
		await registration.sync.register(`${TAG_PREFIX}${backgroundTag}`);
		return true;
	} catch {
		// Refused by a browser setting or in a private window: the page's own triggers remain.
		return false;
	}
}

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
