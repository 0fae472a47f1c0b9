/**
 * Seeded checks: captures whose answer is known, shown among the others with a suggestion that may be wrong on purpose. What is answered is
 * compared with the truth, told to the person at once, and never acted on: it changes no case and teaches no model.
 */
import * as v from 'valibot';
import { Photo } from './capture';
import { FirstCall } from './committed-call';
import { Frame, Id, Instant } from './site';

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
