/** Oversight of one person that was tightened by itself, because they accepted what they should not have, or faster than one can look. */
import * as v from 'valibot';
import { Id, Instant } from './site';

export const TIGHTENED_BECAUSE = ['accepted-seeds', 'too-fast'] as const;
export type TightenedBecause = (typeof TIGHTENED_BECAUSE)[number];

const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** The server's own word, with the figures that it rests on: `rate` of `of` is above `limit`. */
export const TightenedOversight = v.object({
	personId: Id,
	because: v.picklist(TIGHTENED_BECAUSE),
	rate: Share,
	limit: Share,
	of: v.pipe(v.number(), v.integer(), v.minValue(1))
});
export type TightenedOversight = v.InferOutput<typeof TightenedOversight>;

/** Somebody who answers for oversight has looked into it, and asks the person no more than others. */
export const RelaxedOversight = v.object({
	personId: Id,
	reason: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500))
});
export type RelaxedOversight = v.InferOutput<typeof RelaxedOversight>;

/** As it stands beside a person. */
export const Tightened = v.object({ since: Instant, because: v.picklist(TIGHTENED_BECAUSE) });
export type Tightened = v.InferOutput<typeof Tightened>;
