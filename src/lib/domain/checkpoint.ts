/** What the policy asks of people before an action is final, and whether they have done it. */
import { confirmedClass, type Decision } from './decision';
import type { Consequence } from './policy';
import type { Role } from './site';

export interface MadeDecision {
	decision: Decision;
	by: { personId: string; role: Role };
}

export type Checkpoint =
	| { state: 'open'; waitingFor: readonly Role[] }
	| { state: 'escalated'; waitingFor: readonly Role[]; by: string }
	| { state: 'disputed'; waitingFor: readonly Role[] }
	| { state: 'awaiting-approval'; waitingFor: readonly Role[] }
	| { state: 'satisfied'; class: string | null };

/**
 * Where a suggestion's checkpoint stands after these decisions, oldest first. Withdrawn ids and superseded decisions do not
 * count, nor do decisions by a role the policy does not ask — except that whoever a case was escalated to may decide it.
 */
export function checkpointAfter(
	consequence: Consequence,
	made: readonly MadeDecision[],
	withdrawn: ReadonlySet<string> = new Set()
): Checkpoint {
	const standing = standingDecisions(made, withdrawn);
	const escalation = standing.findLast(({ decision }) => decision.verdict === 'escalate');
	const asked: readonly Role[] =
		escalation?.decision.verdict === 'escalate' ? [escalation.decision.to] : consequence.decidedBy;
	const calls = standing.filter(
		(item) =>
			item.decision.verdict !== 'escalate' &&
			asked.includes(item.by.role) &&
			(escalation === undefined || standing.indexOf(item) > standing.indexOf(escalation))
	);
	const readers = new Set(calls.map(({ by }) => by.personId));
	const needed = escalation ? 1 : consequence.readers;
	if (readers.size < needed) {
		return escalation
			? { state: 'escalated', waitingFor: asked, by: escalation.by.personId }
			: { state: 'open', waitingFor: asked };
	}
	const classes = new Set(calls.map(({ decision }) => outcomeOf(decision)));
	if (classes.size > 1) return { state: 'disputed', waitingFor: [consequence.escalateTo] };
	if (consequence.approvedBy) return { state: 'awaiting-approval', waitingFor: [consequence.approvedBy] };
	const last = calls[calls.length - 1];
	return { state: 'satisfied', class: last ? confirmedClass(last.decision) : null };
}

/** Those that were neither taken back nor followed by another, oldest first. */
export function standingDecisions(made: readonly MadeDecision[], withdrawn: ReadonlySet<string>): MadeDecision[] {
	const kept = made.filter(({ decision }) => !withdrawn.has(decision.id));
	const superseded = new Set(kept.map(({ decision }) => decision.supersedes));
	return kept.filter(({ decision }) => !superseded.has(decision.id));
}

/** What a decision comes to: decisions with the same outcome agree. */
export function outcomeOf(decision: Decision): string {
	if (decision.verdict === 'reject') return decision.because === 'part-good' ? 'class:good' : 'unusable';
	if (decision.verdict === 'correct' && decision.class === null) return `other:${decision.otherClass ?? ''}`;
	return `class:${confirmedClass(decision) ?? ''}`;
}
