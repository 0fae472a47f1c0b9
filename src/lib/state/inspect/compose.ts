/** What the inspect screen writes into the ledger, put together from what the person saw and did. */
import type { Capture } from '$lib/domain/capture';
import type { ChangeReason, Decision } from '$lib/domain/decision';
import { asksFirst, factsBefore, factsOf, route, type Policy, type Route } from '$lib/domain/policy';
import type { Part, Role, Severity } from '$lib/domain/site';
import { suggestedClass, type Suggestion } from '$lib/domain/suggestion';

/** The four verdicts as the person gave them, before ids and context are added. */
export type Call =
	/** @param changedBecause where it takes the place of another call that was committed before */
	| { verdict: 'accept'; changedBecause?: ChangeReason }
	| { verdict: 'correct'; class: string | null; otherClass: string | null; note: string }
	| { verdict: 'reject'; because: 'part-good' | 'unusable'; note: string }
	/** `to` is null where the role is not said before the reveal: the policy names it, and it could tell what the model said. */
	| { verdict: 'escalate'; to: Role | null; note: string };

/** Accepting needs something to accept: the screen offers it only when the model has named a class. */
export class NothingToAccept extends Error {}

export function severityOf(part: Part, classId: string | null): Severity | null {
	return part.classes.find(({ id }) => id === classId)?.severity ?? null;
}

export function routeSuggestion(
	policy: Policy,
	suggestion: Suggestion,
	part: Part,
	personId: string | null,
	at: string,
	/** Of that person's oversight. */
	tightened: boolean
): Route {
	return route(policy, { ...factsOf(suggestion, part, personId, at), tightened });
}

/** Whether this person is to be asked about this part before the model's call is shown. */
export function isAskedFirst(
	policy: Policy,
	part: Part,
	suggestionId: string,
	personId: string | null,
	at: string,
	/** Of that person's oversight. */
	tightened: boolean
): boolean {
	return asksFirst(policy, { ...factsBefore(part, suggestionId, personId, at), tightened });
}

export interface DecisionContext {
	id: string;
	/** Of a fault, its report. */
	capture: Pick<Capture, 'id'>;
	suggestion: Suggestion;
	route: Route;
	/** The person's own call was asked for before the suggestion could be seen. */
	asksFirst: boolean;
	/** When the suggestion was first visible; null when the person decided without seeing it. */
	shownAt: string | null;
}

/** Throws `NothingToAccept` for an accept without a suggested class. */
export function composeDecision(
	call: Call,
	{ id, capture, suggestion, route: met, asksFirst: asked, shownAt }: DecisionContext
): Decision {
	const common = {
		id,
		captureId: capture.id,
		suggestionId: suggestion.id,
		supersedes: null,
		reveal: asked ? ('commit-first' as const) : met.consequence.reveal,
		shownAt,
		policyVersion: met.policyVersion,
		ruleId: met.rule?.id ?? null
	};
	switch (call.verdict) {
		case 'accept': {
			const named = suggestedClass(suggestion);
			if (named === null) throw new NothingToAccept();
			const { changedBecause } = call;
			return { ...common, note: '', verdict: 'accept', class: named, ...(changedBecause && { changedBecause }) };
		}
		case 'correct':
			return { ...common, note: call.note, verdict: 'correct', class: call.class, otherClass: call.otherClass };
		case 'reject':
			return { ...common, note: call.note, verdict: 'reject', because: call.because };
		case 'escalate':
			return { ...common, note: call.note, verdict: 'escalate', to: call.to ?? met.consequence.escalateTo };
	}
}
