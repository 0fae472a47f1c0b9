/**
 * Whether somebody accepts without looking: seeded errors that they accepted, and decisions made faster than the picture can be looked at. A few
 * of either prove nothing, so a rate counts as above its limit only when even the lower end of its 95% interval is.
 */
import type { Decision } from './decision';
import type { OversightSettings } from './site-settings';
import type { TightenedBecause } from './tightened';

/** The newest seeded errors that count. */
export const COUNTED_ERRORS = 20;
/** The newest decisions that count. */
export const COUNTED_DECISIONS = 50;
/** Below this nobody is judged. */
export const LEAST_ERRORS = 3;
export const LEAST_ACCEPTS = 20;

/** What is kept of a person's newest answers and decisions, oldest first. */
export interface Conduct {
	/** Seeded errors; `accepted` without a call of one's own that was the same. */
	errors: { answerId: string; accepted: boolean }[];
	/** Decisions; `lookMs` of an accept with nothing but the suggestion to go by, null for every other. */
	looks: { decisionId: string; lookMs: number | null }[];
}

export const NO_CONDUCT: Conduct = { errors: [], looks: [] };

export interface Rate {
	count: number;
	of: number;
	/** `count / of`; 0 of nothing. */
	rate: number;
	/** The ends of the 95% interval. */
	low: number;
	high: number;
	limit: number;
	/** There are enough of them, and `low` is above `limit`. */
	exceeds: boolean;
}

export interface RubberStampRates {
	'accepted-seeds': Rate;
	'too-fast': Rate;
}

export function rubberStampRates({ errors, looks }: Conduct, settings: OversightSettings): RubberStampRates {
	const accepts = looks.flatMap(({ lookMs }) => lookMs ?? []);
	const hasty = accepts.filter((lookMs) => lookMs < settings.shortestLookMs);
	const accepted = errors.filter((error) => error.accepted);
	return {
		'accepted-seeds': rateOf(accepted.length, errors.length, settings.acceptedSeedsLimit, LEAST_ERRORS),
		'too-fast': rateOf(hasty.length, accepts.length, settings.fastAcceptsLimit, LEAST_ACCEPTS)
	};
}

/** Why this person's oversight is to be tightened, accepted errors first; null where it is not. */
export function tightensBecause(rates: RubberStampRates): TightenedBecause | null {
	if (rates['accepted-seeds'].exceeds) return 'accepted-seeds';
	return rates['too-fast'].exceeds ? 'too-fast' : null;
}

export function withError(conduct: Conduct, answerId: string, accepted: boolean): Conduct {
	return { ...conduct, errors: [...conduct.errors, { answerId, accepted }].slice(-COUNTED_ERRORS) };
}

/** @param at when the decision was made, by the clock that says when its suggestion was shown */
export function withDecision(conduct: Conduct, decision: Decision, at: string): Conduct {
	const look = { decisionId: decision.id, lookMs: lookOf(decision, at) };
	return { ...conduct, looks: [...conduct.looks, look].slice(-COUNTED_DECISIONS) };
}

export function withoutDecision(conduct: Conduct, decisionId: string): Conduct {
	return { ...conduct, looks: conduct.looks.filter((look) => look.decisionId !== decisionId) };
}

/** Whoever has said before what they see may well agree at once: only accepting what was suggested first takes a look. */
function lookOf({ verdict, reveal, shownAt }: Decision, at: string): number | null {
	if (verdict !== 'accept' || reveal !== 'suggestion-first' || shownAt === null) return null;
	return Math.max(0, Date.parse(at) - Date.parse(shownAt));
}

function rateOf(count: number, of: number, limit: number, least: number): Rate {
	const { low, high } = wilsonInterval(count, of);
	return { count, of, rate: of === 0 ? 0 : count / of, low, high, limit, exceeds: of >= least && low > limit };
}

const Z_95 = 1.96;

/** The 95% interval of a share (E. B. Wilson, 1927): honest for small numbers and for none or all. */
export function wilsonInterval(count: number, of: number): { low: number; high: number } {
	if (of === 0) return { low: 0, high: 1 };
	const share = count / of;
	const z2 = Z_95 ** 2;
	const middle = share + z2 / (2 * of);
	const half = Z_95 * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of));
	const whole = 1 + z2 / of;
	return { low: Math.max(0, (middle - half) / whole), high: Math.min(1, (middle + half) / whole) };
}
