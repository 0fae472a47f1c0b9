/** Asking the server for one case, with everything that whoever answers it has to see. Loaded with the review desk. */
import type { LocalDatabase } from '$lib/local-db';
import { CASES_PATH, CaseDetail } from '$lib/wire';
import { openAccess } from './access';
import { callJson } from './server-call';

const LIMIT_MS = 15_000;

/** @throws SyncError */
export async function fetchCaseDetail(database: LocalDatabase, suggestionId: string): Promise<CaseDetail> {
	const url = CASES_PATH + encodeURIComponent(suggestionId);
	return callJson(await openAccess({ database }), { method: 'GET', url, limitMs: LIMIT_MS }, CaseDetail);
}
