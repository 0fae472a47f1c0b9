/** Checks and rates in the words people read. */
import type { SeedAnswer } from '$lib/domain/seeded-check';
import { answeredClass, type SeedOutcome } from '$lib/domain/seed-outcome';
import { GOOD, type Part } from '$lib/domain/site';
import type { TightenedBecause } from '$lib/domain/tightened';
import { verdictWords } from '$lib/components/words';
import { getLocale, m } from '$lib/messages';

export const BECAUSE_WORDS: Record<TightenedBecause, () => string> = {
	'accepted-seeds': m.checks_because_accepted,
	'too-fast': m.checks_because_fast
};

export const OUTCOME_WORDS: Record<SeedOutcome, () => string> = {
	right: m.checks_outcome_right,
	caught: m.checks_outcome_caught,
	'accepted-error': m.checks_outcome_accepted_error,
	doubted: m.checks_outcome_doubted
};

/** What of a part these words need. */
export type NamedPart = Pick<Part, 'id' | 'number' | 'name' | 'classes'>;

/** A class by the part's own name for it. */
export function className(part: Pick<Part, 'classes'> | undefined, id: string): string {
	if (id === GOOD) return m.inspect_class_good();
	return part?.classes.find((known) => known.id === id)?.name ?? id;
}

export function answerWords(part: Pick<Part, 'classes'> | undefined, answer: SeedAnswer): string {
	const said = answeredClass(answer) ?? (answer.verdict === 'correct' ? answer.otherClass : null);
	const verdict = verdictWords(answer.verdict);
	if (said === null) return answer.verdict === 'reject' ? `${verdict}: ${m.checks_said_unusable()}` : verdict;
	return `${verdict}: ${className(part, said)}`;
}

/** 0 to 1 as whole percent, none and all included: what was counted, not what a model claims. */
export function shareInWords(share: number, locale: string = getLocale()): string {
	return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

/** "2.4 s". */
export function secondsInWords(ms: number, locale: string = getLocale()): string {
	return new Intl.NumberFormat(locale, {
		style: 'unit',
		unit: 'second',
		unitDisplay: 'short',
		maximumFractionDigits: 1
	}).format(ms / 1000);
}
