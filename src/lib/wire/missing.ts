/**
 * `GET /api/sync/missing`, signed by a tablet: which of its records the server misses, and which of those it held under an earlier
 * identity that was lost with its storage. What only waits to be sent is counted apart.
 */
import { Id, Instant } from '$lib/domain/site';
import * as v from 'valibot';

export const MISSING_PATH = '/api/sync/missing';

export const Gap = v.object({
	from: v.number(),
	to: v.number(),
	since: Instant,
	personId: v.nullable(Id),
	person: v.picklist(['recorded', 'before', 'unknown']),
	madeAt: v.nullable(Instant)
});

export const MissingResponse = v.object({
	devices: v.array(
		v.object({
			deviceId: Id,
			name: v.string(),
			/** True for an identity this tablet had before. */
			earlier: v.boolean(),
			gaps: v.array(Gap),
			notYetSent: v.number()
		})
	)
});
export type MissingResponse = v.InferOutput<typeof MissingResponse>;
