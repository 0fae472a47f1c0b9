/** Asking the server which of this tablet's records it misses, those of an earlier registration included. */
import type { LocalDatabase } from '$lib/local-db';
import { MISSING_PATH, MissingResponse } from '$lib/wire';
import { openAccess } from './access';
import { callJson } from './server-call';

export type MissingRecords = MissingResponse['devices'][number];

const LIMIT_MS = 15_000;

/**
 * Only where something is missing: what merely waits to be sent is in the queue.
 * @throws SyncError
 */
export async function fetchMissing(database: LocalDatabase): Promise<MissingRecords[]> {
	const access = await openAccess({ database });
	const { devices } = await callJson(access, { method: 'GET', url: MISSING_PATH, limitMs: LIMIT_MS }, MissingResponse);
	return devices.filter(({ gaps }) => gaps.length > 0);
}
