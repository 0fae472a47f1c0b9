/** Background Sync, where the browser has it: the service worker sends what waits, also with every tab closed. */
import type { LocalDatabase } from '$lib/local-db';
import { readStatus } from './status';

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
 * After a failed event Chromium leaves the same tag alone for 300 s, so the tag's number moves on (see `background-run.ts`).
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
