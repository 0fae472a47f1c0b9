/** Cases like the one on the screen, which may be answered together: same part, same suggestion, near in how sure the model was. */
import { readRecord, type CaseRecord } from '$lib/domain/review/case-detail';
import type { CaseSummary } from '$lib/domain/case';
import { readCases } from '$lib/local-db';
import type { Tablet } from '../tablet.svelte';
import { CaseView } from './case-view.svelte';
import type { ReviewDesk } from './desk.svelte';

/** More than this nobody looks at with care. */
const TOGETHER = 24;
/** Looked through to find the nearest. */
const LOOKED_THROUGH = 200;

export interface AlikeCase {
	summary: CaseSummary;
	/** Null while its details are not on this tablet: it cannot be answered then. */
	record: CaseRecord | null;
	view: CaseView;
}

/** The case itself first. Those that ask for an own call first, or for two readers, are read one by one. */
export async function findAlike(tablet: Tablet, desk: ReviewDesk, view: CaseView): Promise<AlikeCase[]> {
	const { summary } = view;
	if (!summary) return [];
	const listed = desk.alikeListings(summary).slice(0, LOOKED_THROUGH);
	const summaries = await readCases(
		tablet.database,
		listed.map(({ suggestionId }) => suggestionId)
	);
	const nearest = summaries
		.filter(({ suggestionId, readers }) => suggestionId !== view.id && (readers?.needed ?? 1) < 2)
		.toSorted((one, other) => distance(one, summary) - distance(other, summary))
		.slice(0, TOGETHER - 1);
	const found: AlikeCase[] = [];
	for (const item of [summary, ...nearest]) {
		const opened = new CaseView(tablet, null, item.suggestionId, () => null);
		await opened.open();
		const record = opened.detail && readRecord(opened.detail);
		if (opened.asksFirst) opened.close();
		else found.push({ summary: item, record, view: opened });
	}
	return found;
}

function distance(one: CaseSummary, other: CaseSummary): number {
	return Math.abs((one.confidence ?? 0) - (other.confidence ?? 0));
}
