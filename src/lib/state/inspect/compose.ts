/** What the inspect screen writes into the ledger, put together from what the person saw and did. */
import type { Capture } from '$lib/domain/capture';
import type { Decision } from '$lib/domain/decision';
import { route, type Policy, type Route, type RoutingFacts } from '$lib/domain/policy';
import type { Part, Role, Severity } from '$lib/domain/site';
import { suggestedClass, type Suggestion } from '$lib/domain/suggestion';

/** The four verdicts as the person gave them, before ids and context are added. */
export type Call =
	| { verdict: 'accept' }
	| { verdict: 'correct'; class: string | null; otherClass: string | null; note: string }
	| { verdict: 'reject'; because: 'part-good' | 'unusable'; note: string }
	| { verdict: 'escalate'; to: Role; note: string };

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
	at: string
): Route {
	const named = suggestedClass(suggestion);
	const facts: RoutingFacts = {
		suggestionId: suggestion.id,
		kind: suggestion.kind,
		class: named,
		partFamily: part.family,
		asset: null,
		severity: severityOf(part, named),
		confidence: suggestion.candidates[0]?.probability ?? null,
		setSize: suggestion.coverage === null ? null : suggestion.conformalSet.length,
		novelty: suggestion.novelty,
		usable: suggestion.usability.length === 0,
		person: personId,
		at
	};
	return route(policy, facts);
}

export interface DecisionContext {
	id: string;
	capture: Capture;
	suggestion: Suggestion;
	route: Route;
	/** When the suggestion was first visible; null when the person decided without seeing it. */
	shownAt: string | null;
}

/** Throws `NothingToAccept` for an accept without a suggested class. */
export function composeDecision(
	call: Call,
	{ id, capture, suggestion, route: met, shownAt }: DecisionContext
): Decision {
	const common = {
		id,
		captureId: capture.id,
		suggestionId: suggestion.id,
		supersedes: null,
		reveal: met.consequence.reveal,
		shownAt,
		policyVersion: met.policyVersion,
		ruleId: met.rule?.id ?? null
	};
	switch (call.verdict) {
		case 'accept': {
			const named = suggestedClass(suggestion);
			if (named === null) throw new NothingToAccept();
			return { ...common, note: '', verdict: 'accept', class: named };
		}
		case 'correct':
			return { ...common, note: call.note, verdict: 'correct', class: call.class, otherClass: call.otherClass };
		case 'reject':
			return { ...common, note: call.note, verdict: 'reject', because: call.because };
		case 'escalate':
			return { ...common, note: call.note, verdict: 'escalate', to: call.to };
	}
}
