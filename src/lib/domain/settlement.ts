/** What is to be done with a part, as its case's checkpoint stands; and why something that was to be done no longer is. */
import { usualDisposition, type FinalizedAction, type WithdrawnAction } from './action';
import { checkpointAfter, keptDecisions, standingDecisions, type CaseHistory } from './checkpoint';
import { WITHDRAW_WITHIN_MS } from './decision';
import type { Consequence } from './policy';
import type { Part } from './site';

/**
 * So long nothing is drawn from a decision, counted from its receipt: whoever made it may still take it back, and a slow tablet needs
 * a moment to say so.
 */
export const SETTLE_AFTER_MS = WITHDRAW_WITHIN_MS + 2_000;

/** A case as it is on record. */
export interface CaseOnRecord {
	consequence: Consequence;
	history: CaseHistory;
	/** Null where the register does not know it. */
	part: Pick<Part, 'classes'> | null;
}

/** What an action says of its case. */
export type Settlement = Pick<FinalizedAction, 'disposition' | 'class' | 'because' | 'decisionIds' | 'approvalIds'>;

/** What is to be done; null while nothing is final, and where the photo told nobody anything. `now` is ISO 8601. */
export function settlementOf({ consequence, history, part }: CaseOnRecord, now: string): Settlement | null {
	const { final } = checkpointAfter(consequence, history, now);
	const last = final?.decisions.at(-1)?.decision;
	if (final === null || (last?.verdict === 'reject' && last.because === 'unusable')) return null;
	return {
		disposition: last?.disposition ?? usualDisposition(final.class, part),
		class: final.class,
		because: final.because,
		decisionIds: final.decisions.map(({ decision }) => decision.id),
		approvalIds: [...final.approvalIds]
	};
}

/** When something may be drawn from the last decision that was not taken back, Unix ms; 0 without one. */
export function ripeAt({ history }: CaseOnRecord): number {
	const kept = history.events.filter(({ type, body }) => type === 'decision.made' && !history.withdrawn.has(body.id));
	const last = Math.max(0, ...kept.map(({ receivedAt }) => Date.parse(receivedAt)));
	return last === 0 ? 0 : last + SETTLE_AFTER_MS;
}

/** Whether both have the same done with the part, for the same defect. */
export function isSameOutcome(
	one: Pick<Settlement, 'class' | 'disposition'>,
	other: Pick<Settlement, 'class' | 'disposition'>
): boolean {
	return one.class === other.class && one.disposition === other.disposition;
}

/** Why an action no longer holds, where `settlementOf` says something else by now. */
export function whyWithdrawn(
	{ decisionIds, approvalIds }: Pick<FinalizedAction, 'decisionIds' | 'approvalIds'>,
	{ history }: CaseOnRecord
): WithdrawnAction['because'] {
	if (decisionIds.some((id) => history.withdrawn.has(id))) return 'decision-withdrawn';
	const standing = new Set(
		standingDecisions(keptDecisions(history), history.withdrawn).map(({ decision }) => decision.id)
	);
	if (decisionIds.some((id) => !standing.has(id))) return 'superseded';
	const hasBeen = (what: CaseHistory['events'][number]['type']) => history.events.some(({ type }) => type === what);
	if (approvalIds.length > 0 && hasBeen('approval.refused')) return 'approval-refused';
	// It rested on nobody's decision: somebody's takes its place, or somebody stopped it.
	if (decisionIds.length === 0) return hasBeen('veto.made') ? 'vetoed' : 'superseded';
	return 'disputed';
}
