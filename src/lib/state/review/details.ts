/** Everything about one case: as it was kept, and as the server tells it now. */
import { CaseDetail } from '$lib/domain/review/case-detail';
import { casePosition, keepDetail, readDetail, type LocalDatabase } from '$lib/local-db';
import * as v from 'valibot';

export interface HeldDetail {
	detail: CaseDetail;
	/** The case has not changed since. */
	isCurrent: boolean;
}

export async function keptDetail(database: LocalDatabase, suggestionId: string): Promise<HeldDetail | null> {
	const [kept, position] = await Promise.all([
		readDetail(database, suggestionId),
		casePosition(database, suggestionId)
	]);
	const parsed = kept && v.safeParse(CaseDetail, kept.value);
	return parsed?.success ? { detail: parsed.output, isCurrent: kept?.position === position } : null;
}

/** Asks the server, and keeps what it tells where there is room. @throws SyncError */
export async function fetchDetail(database: LocalDatabase, suggestionId: string): Promise<CaseDetail> {
	const { fetchCaseDetail } = await import('$lib/sync/review');
	// Read first: what changes while the answer is under way is told anew.
	const position = (await casePosition(database, suggestionId)) ?? 0;
	const value = await fetchCaseDetail(database, suggestionId);
	const keptAt = new Date().toISOString();
	await keepDetail(database, { id: suggestionId, keptAt, position, value }).catch(() => undefined);
	return value;
}
