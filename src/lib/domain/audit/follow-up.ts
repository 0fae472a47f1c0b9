/** Findings: which answers ask for one, when one is overdue, and who may take it further. */
import type { Role } from '../site';
import type { AuditAnswer, Finding, FindingState } from './audit';
import { fails } from './failing';
import type { Asked, AuditReading } from './reading';

/** The asked items that fail and have no finding yet. One that was dropped counts: somebody has looked at it. */
export function findingsDue(reading: AuditReading, findings: readonly Finding[]): Asked[] {
	const found = new Set(findings.map(({ itemId, round }) => `${itemId} ${round}`));
	return reading.asked.filter(({ item, round, answer }) => fails(item, answer) && !found.has(`${item.id} ${round}`));
}

/** How a finding about a failed item begins: its words and severity are the auditor's to change. */
export function findingFor({ item, round }: Asked, auditId: string, id: string, answer: AuditAnswer): Finding {
	return {
		id,
		auditId,
		itemId: item.id,
		round,
		text: answer.note === '' ? item.text : answer.note,
		severity: item.critical ? 'critical' : 'major',
		ownerId: null,
		dueOn: null,
		correctiveAction: '',
		state: 'open',
		verification: '',
		photos: answer.photos,
		repeats: null
	};
}

/** Whether somebody still has to mend it: what is done waits for who verifies it. */
export function isToDo(state: FindingState): boolean {
	return state === 'open' || state === 'not-accepted';
}

export function isSettled(state: FindingState): boolean {
	return state === 'verified' || state === 'dropped';
}

/** `today` is an ISO date: a finding is overdue from the day after it was due. */
export function isOverdue({ state, dueOn }: Pick<Finding, 'state' | 'dueOn'>, today: string): boolean {
	return isToDo(state) && dueOn !== null && dueOn < today;
}

/** Whole days since it was due; 0 where it is not overdue. */
export function daysOverdue(finding: Pick<Finding, 'state' | 'dueOn'>, today: string): number {
	if (finding.dueOn === null || !isOverdue(finding, today)) return 0;
	return Math.round((Date.parse(today) - Date.parse(finding.dueOn)) / 86_400_000);
}

/** Overdue first, the longest overdue before the others; then by severity, then by date. */
export function byUrgency(today: string): (a: Finding, b: Finding) => number {
	const rank = { critical: 0, major: 1, minor: 2 };
	return (a, b) =>
		daysOverdue(b, today) - daysOverdue(a, today) ||
		rank[a.severity] - rank[b.severity] ||
		(a.dueOn ?? '9999').localeCompare(b.dueOn ?? '9999') ||
		a.id.localeCompare(b.id);
}

/** Who judges findings: everybody else only says what was done about one. */
const JUDGES: readonly Role[] = ['auditor', 'quality-engineer', 'supervisor', 'admin'];

/** From which state a finding may go to which. What is settled stays so: a later one names it in `repeats`. */
const NEXT: Record<FindingState, readonly FindingState[]> = {
	open: ['open', 'done', 'dropped'],
	'not-accepted': ['not-accepted', 'done', 'dropped'],
	done: ['done', 'verified', 'not-accepted'],
	verified: [],
	dropped: []
};

export type FollowUpFault =
	/** It does not follow what is on record: the finding is settled, or not done yet. */
	| 'out-of-order'
	/** This role says what was done, and no more. */
	| 'role'
	/** Whoever said that it is done does not verify it. */
	| 'own-work';

/**
 * What speaks against stating a finding so. `before` is the finding on record with who said that it is done, null for a new one; by whom is
 * the person and the role they have.
 */
export function followUpFault(
	before: { finding: Finding; doneBy: string | null } | null,
	after: Finding,
	by: { personId: string; role: Role }
): FollowUpFault | null {
	const isJudge = JUDGES.includes(by.role);
	if (!before) return after.state === 'open' || after.state === 'done' ? null : 'out-of-order';
	const { finding, doneBy } = before;
	if (finding.auditId !== after.auditId || !NEXT[finding.state].includes(after.state)) return 'out-of-order';
	const isJudged = after.state !== finding.state && after.state !== 'done';
	if (!isJudge && (isJudged || isReworded(finding, after))) return 'role';
	return isJudged && after.state !== 'dropped' && doneBy === by.personId ? 'own-work' : null;
}

/** Whether more changed than what was done about it. */
function isReworded(before: Finding, after: Finding): boolean {
	return (
		before.text !== after.text ||
		before.severity !== after.severity ||
		before.ownerId !== after.ownerId ||
		before.dueOn !== after.dueOn
	);
}
