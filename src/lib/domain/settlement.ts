/** What of a case is to be done with the part, as its checkpoint stands now; and why something that was to be done no longer is. */
import { usualDisposition, type FinalizedAction, type WithdrawnAction } from './action';
import type { CaseSummary } from './case';
import { outcomeOf, standingDecisions, type MadeDecision } from './checkpoint';
import { confirmedClass, WITHDRAW_WITHIN_MS } from './decision';
import type { Consequence } from './policy';
import type { Part } from './site';

/**
 * So long nothing is drawn from a decision, counted from its receipt: whoever made it may still take it back, and a slow tablet needs
 * a moment to say so.
 */
export const SETTLE_AFTER_MS = WITHDRAW_WITHIN_MS + 2_000;

/** What is known of a case. */
export interface CaseOnRecord {
	state: CaseSummary['state'];
	/** The end of its veto window; null where there is none, or somebody stopped it. */
	vetoUntil: string | null;
	suggestedClass: string | null;
	consequence: Consequence;
	/** In the ledger's order. */
	made: readonly MadeDecision[];
	/** Ids of decisions that were taken back. */
	withdrawn: ReadonlySet<string>;
	/** Ids of the approvals that stand. */
	approvalIds: readonly string[];
	part: Pick<Part, 'classes'> | null;
}

/** What an action says of its case. */
export type Settlement = Pick<FinalizedAction, 'disposition' | 'class' | 'because' | 'decisionIds' | 'approvalIds'>;

/** What is to be done; null while the checkpoint is open, and where nothing was found out about the part. `now` is Unix ms. */
export function settlementOf(record: CaseOnRecord, now: number): Settlement | null {
	const { state, vetoUntil, suggestedClass, part, approvalIds } = record;
	const hasPassed = vetoUntil !== null && Date.parse(vetoUntil) <= now;
	if (state !== 'satisfied' && !hasPassed) return null;
	const calls = agreeingCalls(record);
	const last = calls.at(-1)?.decision;
	if (last?.verdict === 'reject' && last.because === 'unusable') return null;
	const decided = last ? confirmedClass(last) : suggestedClass;
	return {
		disposition: last?.disposition ?? usualDisposition(decided, part),
		class: decided,
		because: becauseOf(record, last !== undefined),
		decisionIds: calls.map(({ decision }) => decision.id),
		approvalIds: [...approvalIds]
	};
}

/** Whether both have the same done with the part, for the same reason. */
export function isSameOutcome(
	one: Pick<Settlement, 'class' | 'disposition'>,
	other: Pick<Settlement, 'class' | 'disposition'>
): boolean {
	return one.class === other.class && one.disposition === other.disposition;
}

/** Why an action no longer holds, where `settlementOf` says something else by now. */
export function whyWithdrawn(
	action: Pick<FinalizedAction, 'decisionIds' | 'approvalIds'>,
	{ state, made, withdrawn, approvalIds }: CaseOnRecord
): WithdrawnAction['because'] {
	const { decisionIds } = action;
	if (decisionIds.some((id) => withdrawn.has(id))) return 'decision-withdrawn';
	const standing = standingDecisions(made, withdrawn);
	const stillStand = decisionIds.every((id) => standing.some(({ decision }) => decision.id === id));
	if (!stillStand) return 'superseded';
	if (state === 'disputed') return 'disputed';
	if (action.approvalIds.some((id) => !approvalIds.includes(id))) return 'approval-refused';
	// Nobody had decided anything: a decision takes its place, or a veto does.
	if (decisionIds.length === 0) return standing.length > 0 ? 'superseded' : 'vetoed';
	return 'disputed';
}

/** The decisions that the outcome rests on: of those the policy asked for, the last one, and all that say the same. */
function agreeingCalls({ consequence, made, withdrawn }: CaseOnRecord): MadeDecision[] {
	const standing = standingDecisions(made, withdrawn);
	const asked = new Set([
		...consequence.decidedBy,
		consequence.escalateTo,
		...standing.flatMap(({ decision }) => (decision.verdict === 'escalate' ? decision.to : []))
	]);
	const calls = standing.filter(({ decision, by }) => decision.verdict !== 'escalate' && asked.has(by.role));
	const last = calls.at(-1);
	return last ? calls.filter(({ decision }) => outcomeOf(decision) === outcomeOf(last.decision)) : [];
}

function becauseOf({ consequence, approvalIds }: CaseOnRecord, isDecided: boolean): Settlement['because'] {
	if (approvalIds.length > 0) return 'approved';
	if (isDecided) return 'decided';
	return consequence.mode === 'autonomous' ? 'autonomous' : 'veto-window-passed';
}
