/** What passes with no person: at once, or when nobody has stopped it in time. */
import type { Consequence } from '../policy';
import { drawOf } from '../draw';
import type { Role } from '../site';
import type { CaseHistory } from './history';

/**
 * `waiting`: it becomes final at `until` unless somebody stops it or takes it in hand. `passed`: it is final with no person.
 * `never`: only people make it final.
 */
export type Passing =
	| { state: 'waiting'; until: string | null; vetoBy: Role }
	| { state: 'passed'; class: string; because: 'veto-window-passed' | 'autonomous' }
	| { state: 'never' };

/** As far as nobody has said anything else; `now` is ISO 8601. */
export function passingOf(consequence: Consequence, history: CaseHistory, now: string): Passing {
	const { suggestedClass } = history;
	if (consequence.mode === 'in-the-loop' || suggestedClass === null) return { state: 'never' };
	if (consequence.mode === 'autonomous') return { state: 'passed', class: suggestedClass, because: 'autonomous' };
	const until = vetoEnd(consequence, history);
	if (isTakenInHand(history, until)) return { state: 'never' };
	const isOver = until !== null && Date.parse(now) >= Date.parse(until);
	if (isOver) return { state: 'passed', class: suggestedClass, because: 'veto-window-passed' };
	return { state: 'waiting', until, vetoBy: consequence.vetoBy };
}

/** Whether a suggestion of this class may become final with no person: what names nothing cannot pass for anything. */
export function mayPass({ mode }: Consequence, suggestedClass: string | null): boolean {
	return mode !== 'in-the-loop' && suggestedClass !== null;
}

/** When it can no longer be stopped; null where it does not pass that way, or the time has not begun to run. */
export function vetoEnd(consequence: Consequence, { receivedAt }: Pick<CaseHistory, 'receivedAt'>): string | null {
	return consequence.mode === 'on-the-loop' ? after(receivedAt, consequence.vetoWindowS) : null;
}

/** When somebody should have answered; null where the policy sets no limit, or the time has not begun to run. */
export function answerDue({ timeLimitS }: Consequence, { receivedAt }: Pick<CaseHistory, 'receivedAt'>): string | null {
	return timeLimitS === null ? null : after(receivedAt, timeLimitS);
}

/** Whether what passed is also asked of people, afterwards; the draw is fixed by the suggestion's id. */
export function isLookedAtAfterwards(consequence: Consequence, suggestionId: string): boolean {
	if (consequence.mode === 'in-the-loop' || consequence.sample === undefined) return false;
	// Another draw than the one for rules, which would take its share of a share.
	return drawOf(`passed ${suggestionId}`) < consequence.sample;
}

/** Somebody decided in time, even if they took it back: where a person has begun, nothing passes behind their back. */
function isTakenInHand({ events }: CaseHistory, until: string | null): boolean {
	return events.some(
		({ type, receivedAt }) => type === 'decision.made' && (until === null || Date.parse(receivedAt) < Date.parse(until))
	);
}

function after(begin: string | null, seconds: number): string | null {
	return begin === null ? null : new Date(Date.parse(begin) + seconds * 1000).toISOString();
}
