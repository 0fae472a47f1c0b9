/** Cases whose action has to be looked at, with everything that decides about it: a few statements for all of them together. */
import type { FinalizedAction } from '$lib/domain/action';
import type { Capture } from '$lib/domain/capture';
import { BODIES, type EntryEnvelope } from '$lib/domain/ledger';
import type { CaseOnRecord } from '$lib/domain/settlement';
import { partIdOf } from '$lib/domain/subject';
import * as v from 'valibot';
import { isOneOf, type Tx } from '../db';
import { loadCases, readCase, WorkingCopy, type CaseFacts } from '../projections';

export interface UnsettledCase {
	suggestionId: string;
	capture: Capture;
	record: CaseOnRecord;
	facts: CaseFacts;
	/** The last action, and whether it is final; null before the first. */
	action: { body: FinalizedAction; isFinal: boolean } | null;
}

/** Cases of these suggestions, in their order; those whose capture is not on record are left out. */
export async function readUnsettled(tx: Tx, site: string, suggestionIds: readonly string[]): Promise<UnsettledCase[]> {
	const copy = new WorkingCopy(tx, site);
	await loadCases(copy, suggestionIds);
	const captureIds = [...copy.suggestions.known()].map(({ capture }) => capture);
	await copy.captures.load(captureIds);
	const captures = await readCaptures(tx, site, captureIds);
	const partIds = [...captures.values()].flatMap(({ subject }) => partIdOf(subject) ?? []);
	await copy.loadDocuments(partIds.map((id) => ({ kind: 'part', id })));
	const found: UnsettledCase[] = [];
	for (const suggestionId of suggestionIds) {
		const known = await readCase(copy, suggestionId);
		const capture = known && captures.get(known.capture.id);
		if (!known || !capture) continue;
		const { facts, history } = known;
		const partId = partIdOf(capture.subject);
		const part = partId === null ? null : await copy.readDocument('part', partId);
		const action = await copy.actions.get(suggestionId);
		found.push({
			suggestionId,
			capture,
			facts,
			record: { consequence: facts.consequence, history, part },
			action: action && { body: JSON.parse(action.json) as FinalizedAction, isFinal: action.state === 'final' }
		});
	}
	return found;
}

/** By id. What is in the ledger was validated on its way in; parsing leaves out what this version does not know. */
async function readCaptures(tx: Tx, site: string, ids: readonly string[]): Promise<Map<string, Capture>> {
	const rows = await tx
		.selectFrom('entries')
		.select('json')
		.where('site', '=', site)
		.where('type', '=', 'capture.recorded')
		.where(isOneOf(tx, 'about', ids))
		.execute();
	return new Map(
		rows.map(({ json }) => {
			const capture = v.parse(BODIES['capture.recorded'], (JSON.parse(json) as EntryEnvelope).body);
			return [capture.id, capture];
		})
	);
}
