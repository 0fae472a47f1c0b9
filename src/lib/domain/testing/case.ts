/** One case and what people say about it, as short as a test can say it. For tests only. */
import { matterNow, type CaseEvent, type CaseHistory } from '../checkpoint';
import type { Decision } from '../decision';
import type { Role } from '../site';

/** When the server got the suggestion. */
export const RECEIVED = '2026-11-22T10:00:00.000Z';

/** The moment so many seconds after the suggestion came in. */
export function later(seconds: number): string {
	return new Date(Date.parse(RECEIVED) + seconds * 1000).toISOString();
}

const common = {
	captureId: 'capture',
	suggestionId: 'suggestion',
	supersedes: null,
	note: '',
	reveal: 'suggestion-first',
	shownAt: null,
	policyVersion: 1,
	ruleId: null
} as const;

export function accept(id: string, of: string, supersedes: string | null = null): Decision {
	return { ...common, id, supersedes, verdict: 'accept', class: of };
}

export function partGood(id: string): Decision {
	return { ...common, id, verdict: 'reject', because: 'part-good' };
}

export function escalate(id: string, to: Role = 'quality-engineer'): Decision {
	return { ...common, id, verdict: 'escalate', to };
}

/** A person is named by a word and their role, such as `ana inspector`. */
function makerOf(person: string): { personId: string; role: Role } {
	const [personId = '', role = ''] = person.split(' ');
	return { personId, role: role as Role };
}

export function decides(person: string, body: Decision, seconds = 1): CaseEvent {
	return { type: 'decision.made', body, by: makerOf(person), receivedAt: later(seconds) };
}

export function vetoes(person: string, seconds = 1): CaseEvent {
	const body = { id: `veto-${person}`, suggestionId: 'suggestion', reason: 'Stop' };
	return { type: 'veto.made', body, by: makerOf(person), receivedAt: later(seconds) };
}

/** Signs what stands after these events. */
export function approves(person: string, after: readonly CaseEvent[], id = `approval-${person}`): CaseEvent {
	const receivedAt = later(1);
	const body = {
		id,
		suggestionId: 'suggestion',
		meaning: 'approved' as const,
		printedName: person,
		signedAt: receivedAt,
		signed: matterNow(caseOf(after)),
		note: ''
	};
	return { type: 'approval.given', body, by: makerOf(person), receivedAt };
}

export function refuses(person: string, after: readonly CaseEvent[]): CaseEvent {
	const signed = matterNow(caseOf(after));
	const body = { id: `refusal-${person}`, suggestionId: 'suggestion', signed, reason: 'Look again' };
	return { type: 'approval.refused', body, by: makerOf(person), receivedAt: later(1) };
}

export function nobodyAnswered(to: Role, seconds: number): CaseEvent {
	const body = { suggestionId: 'suggestion', dueAt: later(seconds), to };
	return { type: 'checkpoint.overdue', body, receivedAt: later(seconds) };
}

/** A suggestion of `crack` and what was said about it, in the order of the ledger. */
export function caseOf(events: readonly CaseEvent[], changes: Partial<CaseHistory> = {}): CaseHistory {
	return {
		suggestionId: 'suggestion',
		photo: 'a'.repeat(64),
		suggestedClass: 'crack',
		receivedAt: RECEIVED,
		events,
		withdrawn: new Set(),
		...changes
	};
}
