/**
 * In which order cases wait to be looked at. Urgency comes first: what nobody answered in time, then what has a limit, then what people
 * handed over or disagree about, then how bad it could be. Among equals, the case whose answer would teach the models most comes first.
 */
import type { CaseSummary } from '../case';
import type { Severity } from '../site';

type Urgency = Pick<
	CaseSummary,
	'state' | 'overdue' | 'dueAt' | 'vetoUntil' | 'severity' | 'confidence' | 'novelty' | 'setSize' | 'at'
>;

const STATE_RANK: Record<CaseSummary['state'], number> = {
	escalated: 0,
	disputed: 0,
	'awaiting-approval': 1,
	open: 2,
	satisfied: 3
};
const SEVERITY_RANK: Record<Severity, number> = { critical: 0, major: 1, minor: 2 };
/** Behind every severity: a good part, or a class that the register does not know. */
const NO_SEVERITY = 3;
/** Sorts behind every time. */
const NEVER = '~';

/** Sorts as text, most urgent first. Says nothing about the present moment, so that it holds until the case itself changes. */
export function urgencyKey(item: Urgency): string {
	const severity = item.severity ? SEVERITY_RANK[item.severity] : NO_SEVERITY;
	const teaches = String(Math.round((1 - teachingValue(item)) * 99)).padStart(2, '0');
	return `${item.overdue ? 0 : 1}${deadlineOf(item) ?? NEVER}/${STATE_RANK[item.state]}${severity}${teaches}${item.at}`;
}

/** When somebody should have answered, or could last stop it, whichever comes first, ISO 8601; null without a limit. */
export function deadlineOf({ dueAt, vetoUntil }: Pick<CaseSummary, 'dueAt' | 'vetoUntil'>): string | null {
	if (dueAt && vetoUntil) return dueAt < vetoUntil ? dueAt : vetoUntil;
	return dueAt ?? vetoUntil ?? null;
}

/** 0 … 1: how much a model would learn from an answer. Most from what it has never seen, or could not tell apart. */
export function teachingValue({
	confidence,
	novelty,
	setSize
}: Pick<CaseSummary, 'confidence' | 'novelty' | 'setSize'>): number {
	// At one half and below the model stands on the line between two answers or more.
	const nearness = confidence === null ? 0.5 : Math.min(1, (1 - confidence) * 2);
	const ambiguity = setSize && setSize > 1 ? Math.min(1, 0.4 + setSize * 0.1) : 0;
	return Math.min(1, Math.max(0, nearness, ambiguity, novelty ?? 0));
}
