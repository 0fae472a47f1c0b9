/** For pages: what sends and fetches comes once the page can be used. A service worker may not import later and has it built in. */
import { atRest } from '$lib/device';
import { unsentWork } from '$lib/local-db';
import { NetworkFailed } from './errors';
import { nothingDone } from './report';
import type { runSync } from './run';
import { problemOf } from './status';

/** As `runSync`. Where it is not on the tablet yet and cannot be fetched now, that is a failure of the network. */
export const lazyRun: typeof runSync = async (options) => {
	await atRest();
	const loaded = await import('./run').catch((error: unknown) => new NetworkFailed(String(error)));
	if (!(loaded instanceof NetworkFailed)) return loaded.runSync(options);
	const { database, now = Date.now } = options;
	return { ...nothingDone(), remaining: await unsentWork(database), problem: problemOf(loaded, now()) };
};
