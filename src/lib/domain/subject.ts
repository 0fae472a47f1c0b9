/** What a capture is about: found in the site's register from a scanned or typed code, never guessed. */
import * as v from 'valibot';
import { Id } from './site';

export const Subject = v.variant('kind', [
	v.object({ kind: v.literal('part'), partId: Id }),
	v.object({ kind: v.literal('unit'), partId: Id, unitId: Id, serial: v.string() }),
	v.object({ kind: v.literal('lot'), partId: Id, unitId: Id, lot: v.string() }),
	v.object({ kind: v.literal('asset'), assetId: Id }),
	v.object({ kind: v.literal('work-order'), workOrderId: Id, partId: Id })
]);
export type Subject = v.InferOutput<typeof Subject>;

/** The part an inspection of this subject looks at; null for an asset. */
export function partIdOf(subject: Subject): string | null {
	return subject.kind === 'asset' ? null : subject.partId;
}
