/** What became of a record that was kept apart. */
import * as v from 'valibot';
import { Id } from '../site';

export const RESOLUTIONS = ['released', 'corrected', 'dismissed'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** What an admin made of a record in quarantine. The record itself stays where it is, word for word. */
export const QuarantineResolved = v.object({
	deviceId: Id,
	seq: v.pipe(v.number(), v.integer(), v.minValue(1)),
	/** Hash of the record. */
	hash: v.string(),
	resolution: v.picklist(RESOLUTIONS),
	reason: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500)),
	/** The entry that stands in its place: the record itself when released, a new one when corrected; null when dismissed. */
	entryId: v.nullable(Id)
});
export type QuarantineResolved = v.InferOutput<typeof QuarantineResolved>;
