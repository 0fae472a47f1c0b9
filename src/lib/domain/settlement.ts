/** What is to be done with a part or about a fault, as its case's checkpoint stands; and why something that was to be done no longer is. */
import { usualDisposition, type FinalizedAction, type WithdrawnAction, type WorkOrderAction } from './action';
import { checkpointAfter, keptDecisions, standingDecisions, type CaseHistory } from './checkpoint';
import { WITHDRAW_WITHIN_MS } from './decision';
import type { Cause } from './fault/catalogue';
import type { Repair } from './fault/repair';
import type { Consequence } from './policy';
import { GOOD, type Disposition, type Part } from './site';

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
	/** Of a case about a machine: its fault, and the causes that the site knows. */
	fault?: { repairs: readonly Repair[]; causes: readonly Pick<Cause, 'id' | 'name' | 'remedies'>[] };
}

type Ground = Pick<FinalizedAction, 'class' | 'because' | 'decisionIds' | 'approvalIds'>;
type Work = Pick<
	WorkOrderAction,
	'kind' | 'state' | 'cause' | 'remedies' | 'parts' | 'replaced' | 'minutes' | 'repairId'
>;

/** What an action says of its case. */
export type Settlement = Ground & ({ kind: 'disposition'; disposition: Disposition } | Work);

/** What is to be done; null while nothing is final, and where the photo told nobody anything. `now` is ISO 8601. */
export function settlementOf({ consequence, history, part, fault }: CaseOnRecord, now: string): Settlement | null {
	const { final } = checkpointAfter(consequence, history, now);
	const last = final?.decisions.at(-1)?.decision;
	if (final === null || (last?.verdict === 'reject' && last.because === 'unusable')) return null;
	const ground: Ground = {
		class: final.class,
		because: final.because,
		decisionIds: final.decisions.map(({ decision }) => decision.id),
		approvalIds: [...final.approvalIds]
	};
	if (!fault)
		return { ...ground, kind: 'disposition', disposition: last?.disposition ?? usualDisposition(final.class, part) };
	// Nothing was wrong with the machine: there is nothing to be done.
	if (final.class === GOOD) return null;
	const ownWords = last?.verdict === 'correct' ? last.otherClass : null;
	return { ...ground, ...workFor(final.class, ownWords, fault) };
}

/** What usually mends the cause, until somebody says what they did. */
function workFor(
	causeId: string | null,
	ownWords: string | null,
	{ repairs, causes }: NonNullable<CaseOnRecord['fault']>
): Work {
	const known = causes.find(({ id }) => id === causeId);
	const cause = known?.name ?? ownWords ?? causeId ?? '';
	const repair = repairs.at(-1);
	if (!repair) {
		const remedies = [...(known?.remedies ?? [])];
		return {
			...{ kind: 'work-order', state: 'open', cause, remedies },
			...{ parts: [], replaced: [], minutes: null, repairId: null }
		};
	}
	const { remedies, parts, replaced, minutes, id: repairId } = repair;
	return { kind: 'work-order', state: 'done', cause, remedies, parts, replaced, minutes, repairId };
}

/** When something may be drawn from the last decision that was not taken back, Unix ms; 0 without one. */
export function ripeAt({ history }: CaseOnRecord): number {
	const kept = history.events.filter(({ type, body }) => type === 'decision.made' && !history.withdrawn.has(body.id));
	const last = Math.max(0, ...kept.map(({ receivedAt }) => Date.parse(receivedAt)));
	return last === 0 ? 0 : last + SETTLE_AFTER_MS;
}

/** Whether both have the same done, for the same defect or cause. */
export function isSameOutcome(one: FinalizedAction | Settlement, other: Settlement): boolean {
	if (one.class !== other.class) return false;
	if (one.kind === 'work-order' && other.kind === 'work-order') {
		return one.repairId === other.repairId && (one.class !== null || one.cause === other.cause);
	}
	return one.kind === 'disposition' && other.kind === 'disposition' && one.disposition === other.disposition;
}

/** Whether the later one carries the earlier one on: the work was done that had been ordered. Then nothing has to be taken back. */
export function carriesOn(earlier: FinalizedAction | Settlement, later: Settlement): boolean {
	if (earlier.kind !== 'work-order' || later.kind !== 'work-order' || later.state !== 'done') return false;
	return earlier.class === later.class && (earlier.class !== null || earlier.cause === later.cause);
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
