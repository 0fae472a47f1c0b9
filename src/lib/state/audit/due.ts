/** Which findings wait for somebody. */
import { byUrgency, isToDo } from '$lib/domain/audit/follow-up';
import { mayState } from '$lib/domain/statement-rights';
import type { Person } from '$lib/domain/site';
import type { KnownFinding } from './merge';

/** Those that this person has to see to, the most urgent first. @param today an ISO date */
export function dueFindings(findings: readonly KnownFinding[], personId: string, today: string): KnownFinding[] {
	const urgency = byUrgency(today);
	return findings
		.filter(({ finding }) => finding.ownerId === personId && isToDo(finding.state))
		.sort((one, other) => urgency(one.finding, other.finding));
}

/** Those that are done and that this person may verify: nobody verifies their own work. */
export function findingsToVerify(findings: readonly KnownFinding[], { id, role }: Person): KnownFinding[] {
	if (!mayState('audit.started', role)) return [];
	return findings.filter(({ finding, doneBy }) => finding.state === 'done' && doneBy !== id);
}
