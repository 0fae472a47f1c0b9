/** What is on record about one case, as the rules of its checkpoint ask for it. */
import type { CaseEvent, CaseHistory } from '$lib/domain/checkpoint';
import type { Decision } from '$lib/domain/decision';
import type { Consequence, RoutingFacts } from '$lib/domain/policy';
import type { Role } from '$lib/domain/site';
import type { CaptureRow, DecisionRow, OversightRow, SuggestionRow } from '../db';
import type { WorkingCopy } from './working-copy';

/** What a case needs of its suggestion, kept so that a decision never has to read the ledger. */
export interface CaseFacts {
	suggestedClass: string | null;
	confidence: number | null;
	consequence: Consequence;
	/** As the policy alone has it, where somebody's oversight was tightened: what those are held to who could not know that yet. */
	untightened?: Consequence;
	/** Of the policy that the consequence is from; cases of older servers do not say. */
	policyVersion?: number;
	/** Of the rule that the consequence is from; null for what no rule covers. */
	ruleId?: string | null;
	/** When the server got it: the times of its checkpoint run from then. Cases of older servers have no such times. */
	receivedAt?: string;
	/** What the policy was asked about, for simulations; cases of older servers leave it to the entry. */
	facts?: Omit<RoutingFacts, 'suggestionId'>;
}

export interface KnownCase {
	suggestion: SuggestionRow;
	capture: CaptureRow;
	facts: CaseFacts;
	history: CaseHistory;
}

/** Null for a suggestion that is not on record, or whose capture is not: without a photo there is nothing to show a person. */
export async function readCase(copy: WorkingCopy, suggestionId: string): Promise<KnownCase | null> {
	const suggestion = await copy.suggestions.get(suggestionId);
	const capture = suggestion && (await copy.captures.get(suggestion.capture));
	if (!capture) return null;
	const facts = JSON.parse(suggestion.json) as CaseFacts;
	const decisions = await copy.decisionsOn(suggestionId);
	const said = mayBeOverseen(facts.consequence) ? await copy.oversightOn(suggestionId) : [];
	const history: CaseHistory = {
		suggestionId,
		photo: capture.photo,
		suggestedClass: facts.facts ? facts.facts.class : facts.suggestedClass,
		receivedAt: facts.receivedAt ?? null,
		events: inOrder(decisions, said),
		withdrawn: new Set(decisions.filter(({ withdrawn }) => withdrawn === 1).map(({ id }) => id))
	};
	return { suggestion, capture, facts, history };
}

/** Whether anything but decisions can be said that its checkpoint asks for: most cases need not be looked up for that. */
export function mayBeOverseen({ mode, approvedBy, timeLimitS }: Consequence): boolean {
	return mode === 'on-the-loop' || approvedBy !== null || timeLimitS !== null;
}

function inOrder(decisions: readonly DecisionRow[], said: readonly OversightRow[]): CaseEvent[] {
	if (said.length === 0) return decisions.map(decisionEvent);
	return [
		...decisions.map((row) => ({ position: row.position, event: decisionEvent(row) })),
		...said.map((row) => ({ position: row.position, event: oversightEvent(row) }))
	]
		.sort((a, b) => a.position - b.position)
		.map(({ event }) => event);
}

function decisionEvent({ json, person, role, at, received_at }: DecisionRow): CaseEvent {
	const body = JSON.parse(json) as Decision;
	return { type: 'decision.made', body, by: { personId: person, role: role as Role }, receivedAt: received_at ?? at };
}

function oversightEvent({ type, json, person, role, received_at }: OversightRow): CaseEvent {
	const by = person === null || role === null ? null : { personId: person, role: role as Role };
	// The body was read by its type's schema on its way in.
	return { type, body: JSON.parse(json) as unknown, ...(by && { by }), receivedAt: received_at } as CaseEvent;
}
