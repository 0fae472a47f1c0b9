/**
 * Seeded checks: captures whose answer is known, shown among the others with a suggestion that may be wrong on purpose. What is answered is
 * compared with the truth, told to the person at once, and never acted on: it changes no case and teaches no model.
 */
import * as v from 'valibot';
import { Photo } from './capture';
import { FirstCall } from './committed-call';
import { drawOf } from './draw';
import { Frame, GOOD, Id, Instant } from './site';

const Text = v.pipe(v.string(), v.trim(), v.maxLength(2000));

/** Defined again under the same id it takes the place of what it was: that is how one is retired. */
export const Seed = v.object({
	id: Id,
	captureId: Id,
	partId: Id,
	photo: Photo,
	frame: Frame,
	/** The picture was drawn by us. */
	sample: v.boolean(),
	/** What people found in it: a class of the part, or `good`. */
	truth: Id,
	/** Whose decisions on record say so; none of them is asked. */
	decidedBy: v.pipe(v.array(Id), v.minLength(1)),
	/** What is suggested, rightly or wrongly. */
	shown: v.object({ class: Id, confidence: v.pipe(v.number(), v.minValue(0), v.maxValue(1)) }),
	active: v.boolean(),
	reason: v.pipe(Text, v.minLength(1), v.maxLength(500))
});
export type Seed = v.InferOutput<typeof Seed>;

const answered = {
	id: Id,
	seedId: Id,
	/** The decision after which it was drawn: it is drawn once for each. */
	after: Id,
	/** The person's own call, where it came before the suggestion. */
	first: v.nullable(FirstCall),
	/** When the suggestion was first visible; null when it never was. */
	shownAt: v.nullable(Instant),
	/** Milliseconds from the photo on the screen to the answer. */
	tookMs: v.pipe(v.number(), v.minValue(0)),
	note: Text
};

/** The four verdicts, as for a suggestion that counts. */
export const SeedAnswer = v.variant('verdict', [
	v.object({ ...answered, verdict: v.literal('accept'), class: Id }),
	v.object({
		...answered,
		verdict: v.literal('correct'),
		class: v.nullable(Id),
		otherClass: v.nullable(v.pipe(Text, v.minLength(1)))
	}),
	v.object({ ...answered, verdict: v.literal('reject'), because: v.picklist(['part-good', 'unusable']) }),
	v.object({ ...answered, verdict: v.literal('escalate') })
]);
export type SeedAnswer = v.InferOutput<typeof SeedAnswer>;

/** A seed as tablets hold it: with its truth, so that the answer is told without a network, and with who has answered it when. */
export const SeedDocument = v.object({
	...Seed.entries,
	answeredBy: v.array(v.object({ personId: Id, at: Instant }))
});
export type SeedDocument = v.InferOutput<typeof SeedDocument>;

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

/** Nobody is shown the same seed again before this has passed, in ms. */
export const SEED_AGAIN_AFTER_MS = 90 * 24 * 3_600_000;

export interface Occasion {
	personId: string;
	/** The person's last decision. */
	decisionId: string;
	/** The part at hand; null where any will do. */
	partId: string | null;
	/** One seed in so many decisions, on average; 0 for none. */
	every: number;
	/** Ms since 1970. */
	now: number;
}

/**
 * The seeds of which one is due after a decision, in the order in which they are drawn; empty for most decisions. Drawn by the decision's id:
 * nobody can foresee it, and whoever leaves and comes back finds the same.
 */
export function dueSeeds<S extends SeedDocument>(
	seeds: readonly S[],
	{ personId, decisionId, partId, every, now }: Occasion
): S[] {
	if (every === 0 || drawOf(`seed ${decisionId}`) >= 1 / every) return [];
	const possible = seeds.filter(
		(seed) =>
			seed.active &&
			(partId === null || seed.partId === partId) &&
			!seed.decidedBy.includes(personId) &&
			!seed.answeredBy.some(
				(answer) => answer.personId === personId && now - Date.parse(answer.at) < SEED_AGAIN_AFTER_MS
			)
	);
	return possible
		.map((seed) => ({ seed, order: drawOf(`${decisionId} ${seed.id}`) }))
		.sort((one, other) => one.order - other.order)
		.map(({ seed }) => seed);
}
