/** What an answer to a seeded check came to. Apart from the check itself: tablets load it when the first is answered. */
import type { Seed, SeedAnswer } from './seeded-check';
import { GOOD } from './site';

/** Whether its suggestion is wrong on purpose. */
export function isSeededError({ truth, shown }: Pick<Seed, 'truth' | 'shown'>): boolean {
	return shown.class !== truth;
}

/** The class that an answer comes to; null for one that names none. */
export function answeredClass(answer: SeedAnswer): string | null {
	switch (answer.verdict) {
		case 'accept':
		case 'correct':
			return answer.class;
		case 'reject':
			return answer.because === 'part-good' ? GOOD : null;
		case 'escalate':
			return null;
	}
}

/** `caught`: a wrong suggestion was not accepted, whatever was said instead. `right`: a right one was. */
export type SeedOutcome = 'right' | 'caught' | 'accepted-error' | 'doubted';

export function outcomeOf(seed: Pick<Seed, 'truth' | 'shown'>, answer: SeedAnswer): SeedOutcome {
	const accepts = answer.verdict === 'accept';
	if (isSeededError(seed)) return accepts ? 'accepted-error' : 'caught';
	return accepts || answeredClass(answer) === seed.truth ? 'right' : 'doubted';
}

/**
 * Whether the suggestion was taken over without a thought of one's own: accepted though wrong, by somebody who had not come to the same call
 * before they saw it.
 */
export function isRubberStamp(seed: Pick<Seed, 'truth' | 'shown'>, answer: SeedAnswer): boolean {
	if (outcomeOf(seed, answer) !== 'accepted-error') return false;
	return !(answer.first?.kind === 'class' && answer.first.class === seed.shown.class);
}
