/**
 * Whose turn it is. A case begins with those whom the policy asks; handing it over, stopping it, disagreeing about it or refusing to sign it
 * begins another turn, in which only what is said from then on counts.
 */
import type { Consequence } from '../policy';
import type { Role } from '../site';
import { vetoEnd } from './passing';
import {
	decidersOf,
	keptDecisions,
	matterNow,
	outcomeOf,
	standingDecisions,
	type CaseEvent,
	type CaseHistory,
	type MadeDecision
} from './history';

export interface Turn {
	kind: 'first' | 'handed-over' | 'disputed';
	asked: readonly Role[];
	/** How many different people have to say the same. */
	needed: number;
	/** Who handed it over or stopped it. */
	by: string | null;
	/** People who cannot settle it, because they are those who disagree. */
	barred: readonly string[];
	/** What counts so far: the latest call of each person. */
	calls: readonly MadeDecision[];
}

/** The turn that a case is in. */
export function currentTurn(consequence: Consequence, history: CaseHistory): Turn {
	const { events, withdrawn } = history;
	const kept = events.filter((event) => event.type !== 'decision.made' || !withdrawn.has(event.body.id));
	const standing = new Set(standingDecisions(keptDecisions(history), withdrawn).map(({ decision }) => decision.id));
	const replaced = new Set<string>();
	let turn: Turn = {
		kind: 'first',
		asked: withNext(consequence.decidedBy, kept),
		needed: consequence.readers,
		by: null,
		barred: [],
		calls: []
	};
	for (const [index, event] of kept.entries()) {
		switch (event.type) {
			case 'decision.made': {
				const { body, by } = event;
				if (body.supersedes !== null) {
					replaced.add(body.supersedes);
					turn = { ...turn, calls: turn.calls.filter(({ decision }) => decision.id !== body.supersedes) };
				}
				if (body.verdict !== 'escalate') {
					// One that comes in after what took its place has been replaced already.
					if (!replaced.has(body.id)) turn = afterCall(consequence, turn, { decision: body, by });
				} else if (standing.has(body.id)) turn = handedOver(turn, withNext([body.to], kept), by.personId);
				break;
			}
			case 'veto.made':
				if (isInTime(consequence, history, event)) {
					turn = handedOver(turn, [consequence.escalateTo], event.by.personId);
				}
				break;
			case 'approval.refused':
				if (isRefused(consequence, turn, { ...history, events: kept.slice(0, index) }, event)) {
					turn = disputed(consequence, turn);
				}
				break;
			case 'approval.given':
			case 'checkpoint.overdue':
				break;
		}
	}
	return turn;
}

/** Where nobody answered in time, the next in line is asked besides. */
function withNext(asked: readonly Role[], events: readonly CaseEvent[]): Role[] {
	const next = events.flatMap((event) => (event.type === 'checkpoint.overdue' ? [event.body.to] : []));
	return [...new Set([...asked, ...next])];
}

function handedOver(turn: Turn, asked: readonly Role[], by: string): Turn {
	return { ...turn, kind: 'handed-over', asked, needed: 1, by, calls: [] };
}

/** Somebody else settles it, who sees what the others said. */
function disputed({ escalateTo }: Consequence, turn: Turn): Turn {
	const barred = [...new Set([...turn.barred, ...turn.calls.map(({ by }) => by.personId)])];
	return { kind: 'disputed', asked: [escalateTo], needed: 1, by: null, barred, calls: [] };
}

function afterCall(consequence: Consequence, turn: Turn, made: MadeDecision): Turn {
	const { personId, role } = made.by;
	if (!turn.asked.includes(role) || turn.barred.includes(personId)) return turn;
	// Nobody is a second reader of their own call: what they say last is what they say.
	const calls = [...turn.calls.filter(({ by }) => by.personId !== personId), made];
	const outcomes = new Set(calls.map(({ decision }) => outcomeOf(decision)));
	return outcomes.size > 1 ? disputed(consequence, { ...turn, calls }) : { ...turn, calls };
}

function isInTime(
	consequence: Consequence,
	history: CaseHistory,
	{ by, receivedAt }: Extract<CaseEvent, { type: 'veto.made' }>
): boolean {
	if (consequence.mode !== 'on-the-loop' || by.role !== consequence.vetoBy) return false;
	const until = vetoEnd(consequence, history);
	return until === null || Date.parse(receivedAt) < Date.parse(until);
}

function isRefused(
	{ approvedBy }: Consequence,
	{ calls, needed }: Turn,
	before: CaseHistory,
	{ by, body }: Extract<CaseEvent, { type: 'approval.refused' }>
): boolean {
	if (calls.length < needed || by.role !== approvedBy || decidersOf(before).has(by.personId)) return false;
	return body.signed === matterNow(before);
}
