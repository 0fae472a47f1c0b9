/** What is on record about one case, and what of it stands. */
import { hashOfMatter, type Approval, type RefusedApproval } from '../approval';
import { confirmedClass, type Decision } from '../decision';
import type { Role } from '../site';
import type { Overdue, Veto } from '../veto';

interface Maker {
	personId: string;
	role: Role;
}

export interface MadeDecision {
	decision: Decision;
	by: Maker;
}

/** Something said about a case; `receivedAt` is when the server got it, or when it was said as long as it is on the tablet alone. */
export type CaseEvent = { receivedAt: string } & (
	| { type: 'decision.made'; body: Decision; by: Maker }
	| { type: 'approval.given'; body: Approval; by: Maker }
	| { type: 'approval.refused'; body: RefusedApproval; by: Maker }
	| { type: 'veto.made'; body: Veto; by: Maker }
	| { type: 'checkpoint.overdue'; body: Overdue }
);

export interface CaseHistory {
	suggestionId: string;
	/** SHA-256 of the photo. */
	photo: string;
	/** The class that the model's output stands for; null where it named none, and nothing could pass by itself. */
	suggestedClass: string | null;
	/** When the server got the suggestion; null while it has not, and no time runs. */
	receivedAt: string | null;
	/** In the order of the ledger. */
	events: readonly CaseEvent[];
	/** Ids of the decisions that were taken back. */
	withdrawn: ReadonlySet<string>;
}

/** Every decision that was not taken back, in the order of the ledger; others may have followed it. */
export function keptDecisions({ events, withdrawn }: Pick<CaseHistory, 'events' | 'withdrawn'>): MadeDecision[] {
	return events.flatMap((event) =>
		event.type === 'decision.made' && !withdrawn.has(event.body.id) ? [{ decision: event.body, by: event.by }] : []
	);
}

/** Those that were neither taken back nor followed by another, oldest first. */
export function standingDecisions(made: readonly MadeDecision[], withdrawn: ReadonlySet<string>): MadeDecision[] {
	const kept = made.filter(({ decision }) => !withdrawn.has(decision.id));
	const superseded = new Set(kept.map(({ decision }) => decision.supersedes));
	return kept.filter(({ decision }) => !superseded.has(decision.id));
}

/** Hash of what a signature would be put under now. */
export function matterNow(history: CaseHistory): string {
	const { suggestionId, photo } = history;
	return hashOfMatter({ suggestionId, photo, decisions: standingDecisions(keptDecisions(history), NONE) });
}

/** Everybody who has decided the case, or handed it over: none of them signs it. */
export function decidersOf(history: CaseHistory): Set<string> {
	return new Set(keptDecisions(history).map(({ by }) => by.personId));
}

/** What a decision comes to: decisions with the same outcome agree. */
export function outcomeOf(decision: Decision): string {
	if (decision.verdict === 'reject') return decision.because === 'part-good' ? outcomeOfClass('good') : 'unusable';
	if (decision.verdict === 'correct' && decision.class === null) return `other:${decision.otherClass ?? ''}`;
	return outcomeOfClass(confirmedClass(decision) ?? '');
}

export function outcomeOfClass(classId: string): string {
	return `class:${classId}`;
}

const NONE: ReadonlySet<string> = new Set();
