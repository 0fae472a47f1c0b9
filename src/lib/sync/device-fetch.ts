/** Reading from the server in the tablet's own name, for what a page's `<img>` cannot sign itself. */
import type { LocalDatabase } from '$lib/local-db';
import { openAccess } from './access';
import { EnrolmentNeeded } from './errors';
import { send } from './server-call';

const LIMIT_MS = 30_000;

/**
 * GET as this device; null when the tablet is not enrolled.
 * @throws NetworkFailed, AnswerTooLate
 */
export async function fetchAsDevice(database: LocalDatabase, url: string): Promise<Response | null> {
	try {
		return await send(await openAccess({ database }), { method: 'GET', url, limitMs: LIMIT_MS });
	} catch (error) {
		if (error instanceof EnrolmentNeeded) return null;
		throw error;
	}
}
