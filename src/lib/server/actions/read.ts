/** Cases whose action has to be looked at, with everything that decides about it: a few statements for all of them together. */
import type { FinalizedAction } from '$lib/domain/action';
import type { Capture } from '$lib/domain/capture';
import type { MadeDecision } from '$lib/domain/checkpoint';
import type { Decision } from '$lib/domain/decision';
import { BODIES, type EntryEnvelope } from '$lib/domain/ledger';
import type { CaseOnRecord } from '$lib/domain/settlement';
import type { Role } from '$lib/domain/site';
import { partIdOf } from '$lib/domain/subject';
import * as v from 'valibot';
import { isOneOf, type DecisionRow, type Tx } from '../db';
import { WorkingCopy, type CaseFacts } from '../projections';

export interface UnsettledCase {
	suggestionId: string;
	capture: Capture;
	record: CaseOnRecord;
	facts: CaseFacts;
	/** When the last decision that was not taken back came in, Unix ms; 0 without one. */
	decidedAt: number;
	/** The last action, and whether it is final; null before the first. */
	action: { body: FinalizedAction; isFinal: boolean } | null;
}

/** Cases of these suggestions, in their order; those whose capture is not on record are left out. */
export async function readUnsettled(tx: Tx, site: string, suggestionIds: readonly string[]): Promise<UnsettledCase[]> {
	const copy = new WorkingCopy(tx, site);
	await copy.suggestions.load(suggestionIds);
	await copy.actions.load(suggestionIds);
	await copy.loadDecisionsOn(suggestionIds);
	await copy.loadDocuments(suggestionIds.map((id) => ({ kind: 'case', id })));
	const suggestions = [...copy.suggestions.known()];
	const captures = await readCaptures(
		tx,
		site,
		suggestions.map(({ capture }) => capture)
	);
	const decisions = [...copy.decisions.known()].filter(({ withdrawn }) => withdrawn === 0);
	const receipts = await readReceipts(tx, site, decisions);
	const found: UnsettledCase[] = [];
	for (const suggestionId of suggestionIds) {
		const row = await copy.suggestions.get(suggestionId);
		const summary = await copy.readDocument('case', suggestionId);
		const capture = row && captures.get(row.capture);
		if (!row || !summary || !capture) continue;
		const facts = JSON.parse(row.json) as CaseFacts;
		const made = await copy.decisionsOn(suggestionId);
		const action = await copy.actions.get(suggestionId);
		const partId = partIdOf(capture.subject);
		found.push({
			suggestionId,
			capture,
			facts,
			record: {
				state: summary.state,
				vetoUntil: summary.vetoUntil ?? null,
				suggestedClass: facts.suggestedClass,
				consequence: facts.consequence,
				made: made.map(asMade),
				withdrawn: new Set(made.filter((each) => each.withdrawn === 1).map(({ id }) => id)),
				approvalIds: [],
				part: partId === null ? null : await copy.readDocument('part', partId)
			},
			decidedAt: Math.max(0, ...made.map(({ id }) => receipts.get(id) ?? 0)),
			action: action && { body: JSON.parse(action.json) as FinalizedAction, isFinal: action.state === 'final' }
		});
	}
	return found;
}

function asMade({ json, person, role }: DecisionRow): MadeDecision {
	return { decision: JSON.parse(json) as Decision, by: { personId: person, role: role as Role } };
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

/** When each decision came in, Unix ms. */
async function readReceipts(
	tx: Tx,
	site: string,
	decisions: readonly Pick<DecisionRow, 'id'>[]
): Promise<Map<string, number>> {
	const rows = await tx
		.selectFrom('entries')
		.select(['about', 'received_at'])
		.where('site', '=', site)
		.where('type', '=', 'decision.made')
		.where(
			isOneOf(
				tx,
				'about',
				decisions.map(({ id }) => id)
			)
		)
		.execute();
	return new Map(rows.map(({ about, received_at }) => [about ?? '', Date.parse(received_at)]));
}
