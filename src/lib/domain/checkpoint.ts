/**
 * What the policy asks of people before an action is final, and whether they have done it. Pure, and the same on the tablet and on the
 * server: the moment it is asked for is an argument.
 */
import type { FINAL_BECAUSE } from './action';
import type { Approval } from './approval';
import {
	decidersOf,
	matterNow,
	outcomeOf,
	outcomeOfClass,
	type CaseHistory,
	type MadeDecision
} from './checkpoint/history';
import { answerDue, isLookedAtAfterwards, passingOf } from './checkpoint/passing';
import { currentTurn, type Turn } from './checkpoint/turns';
import { confirmedClass } from './decision';
import type { Consequence } from './policy';
import type { Role } from './site';

export type { CaseEvent, CaseHistory, MadeDecision } from './checkpoint/history';
export { decidersOf, keptDecisions, matterNow, outcomeOf, standingDecisions } from './checkpoint/history';
export { answerDue, vetoEnd } from './checkpoint/passing';

export interface Checkpoint {
	/** `open`, with something final: it passed by itself, and a person is asked to look at it afterwards. */
	state: 'open' | 'escalated' | 'disputed' | 'awaiting-approval' | 'satisfied';
	/** Any one of these roles; nobody once it is satisfied. */
	waitingFor: readonly Role[];
	/** People who cannot answer it, whatever their role: they are those who disagree, or whose decision is to be signed. */
	barred: readonly string[];
	/** Who handed it over or stopped it. */
	by: string | null;
	/** When it passes unless somebody stops it; null where it does not, or its time has not begun to run. */
	vetoUntil: string | null;
	/** When somebody should have answered; null for no limit, and once it is final. */
	dueAt: string | null;
	/** Nobody did, and the next in line is asked too. */
	overdue: boolean;
	/** How many different people have to say the same, and who has spoken in this turn. */
	readers: { needed: number; done: readonly string[] };
	/** What became final; null while nothing is. */
	final: Final | null;
}

export interface Final {
	because: (typeof FINAL_BECAUSE)[number];
	/** What was decided, or passed; null for a photo that cannot be used, and for a class in somebody's own words. */
	class: string | null;
	/** What it rests on, oldest first. */
	decisions: readonly MadeDecision[];
	approvalIds: readonly string[];
}

/**
 * Where a suggestion's checkpoint stands at a moment, ISO 8601 by the clock that the history's times are from. What was withdrawn does not
 * count, nor what was said by a role that is not asked; whoever a case was handed to is asked instead.
 */
export function checkpointAfter(consequence: Consequence, history: CaseHistory, now: string): Checkpoint {
	const turn = currentTurn(consequence, history);
	const passing = passingOf(consequence, history, now);
	if (turn.kind === 'first' && passing.state === 'passed' && isConfirmed(turn, passing.class)) {
		const { because, class: passed } = passing;
		const final: Final = { because, class: passed, decisions: turn.calls, approvalIds: [] };
		const isAsked = turn.calls.length === 0 && isLookedAtAfterwards(consequence, history.suggestionId);
		return isAsked ? { ...satisfied(turn, final), state: 'open', waitingFor: turn.asked } : satisfied(turn, final);
	}
	const waiting: Checkpoint = {
		...satisfied(turn, null),
		state: 'open',
		waitingFor: turn.asked,
		dueAt: answerDue(consequence, history),
		overdue: history.events.some(({ type }) => type === 'checkpoint.overdue')
	};
	if (turn.calls.length < turn.needed) {
		if (turn.kind === 'disputed') return { ...waiting, state: 'disputed' };
		if (turn.kind === 'handed-over') return { ...waiting, state: 'escalated', by: turn.by };
		if (passing.state !== 'waiting') return waiting;
		const waitingFor = [...new Set([passing.vetoBy, ...turn.asked])];
		return { ...waiting, waitingFor, vetoUntil: passing.until };
	}
	const approvals = approvalsThatHold(consequence, history);
	const { approvedBy } = consequence;
	if (approvedBy !== null && approvals.length === 0) {
		const barred = [...decidersOf(history)];
		return { ...waiting, state: 'awaiting-approval', waitingFor: [approvedBy], barred };
	}
	const last = turn.calls.at(-1);
	return satisfied(turn, {
		because: approvedBy === null ? 'decided' : 'approved',
		class: last ? confirmedClass(last.decision) : null,
		decisions: turn.calls,
		approvalIds: approvals.map(({ id }) => id)
	});
}

/** When the next thing happens with nobody's doing: it passes, or the next in line is asked. Null for nothing. */
export function nextMoment({ vetoUntil, dueAt, overdue }: Checkpoint): string | null {
	const moments = [vetoUntil, overdue ? null : dueAt].filter((moment) => moment !== null);
	return moments.sort()[0] ?? null;
}

function satisfied({ needed, calls, barred }: Turn, final: Final | null): Checkpoint {
	return {
		state: 'satisfied',
		waitingFor: [],
		barred,
		by: null,
		vetoUntil: null,
		dueAt: null,
		overdue: false,
		readers: { needed, done: calls.map(({ by }) => by.personId) },
		final
	};
}

/** Whether nobody who has looked at what passed says otherwise. */
function isConfirmed({ calls }: Turn, passed: string): boolean {
	return calls.every(({ decision }) => outcomeOf(decision) === outcomeOfClass(passed));
}

/** Signatures of the asked role, by people who decided nothing here, under exactly what stands now. */
function approvalsThatHold({ approvedBy }: Consequence, history: CaseHistory): Approval[] {
	const given = history.events.flatMap((event) =>
		event.type === 'approval.given' && event.by.role === approvedBy ? [event] : []
	);
	if (given.length === 0) return [];
	const deciders = decidersOf(history);
	const matter = matterNow(history);
	return given.flatMap(({ body, by }) => (body.signed === matter && !deciders.has(by.personId) ? [body] : []));
}
