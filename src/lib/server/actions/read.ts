/** Cases whose action has to be looked at, with everything that decides about it: a few statements for all of them together. */
import type { FinalizedAction } from '$lib/domain/action';
import type { Capture } from '$lib/domain/capture';
import type { FaultReport } from '$lib/domain/fault/report';
import { BODIES, type EntryEnvelope } from '$lib/domain/ledger';
import type { CaseOnRecord } from '$lib/domain/settlement';
import { partIdOf } from '$lib/domain/subject';
import * as v from 'valibot';
import { isOneOf, type Tx } from '../db';
import { loadCases, readCase, WorkingCopy, type CaseFacts } from '../projections';

export interface UnsettledCase {
	suggestionId: string;
	/** What it is about; a fault's report is what a capture is elsewhere. */
	capture: Pick<Capture, 'id' | 'subject' | 'sample'>;
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
	await copy.loadDocuments([
		...partIds.map((id) => ({ kind: 'part' as const, id })),
		...captureIds.filter((id) => !captures.has(id)).map((id) => ({ kind: 'fault' as const, id }))
	]);
	const found: UnsettledCase[] = [];
	for (const suggestionId of suggestionIds) {
		const known = await readCase(copy, suggestionId);
		if (!known) continue;
		const { facts, history } = known;
		const { id } = known.capture;
		const fault = captures.has(id) ? null : await copy.readDocument('fault', id);
		const capture = captures.get(id) ?? (fault && asCapture(fault.report));
		if (!capture) continue;
		const partId = partIdOf(capture.subject);
		const part = partId === null ? null : await copy.readDocument('part', partId);
		const causes = fault ? ((await copy.readDocument('fault-catalogue', 'current'))?.causes ?? []) : [];
		const action = await copy.actions.get(suggestionId);
		found.push({
			suggestionId,
			capture,
			facts,
			record: {
				consequence: facts.consequence,
				history,
				part,
				...(fault && { fault: { repairs: fault.repairs, causes } })
			},
			action: action && { body: JSON.parse(action.json) as FinalizedAction, isFinal: action.state === 'final' }
		});
	}
	return found;
}

function asCapture({ id, assetId, sample }: FaultReport): UnsettledCase['capture'] {
	return { id, subject: { kind: 'asset', assetId }, sample };
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
