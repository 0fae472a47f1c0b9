/** The shape of an embedding, checked where one arrives: over the thread, or from the tablet's disk. */
import * as v from 'valibot';
import type { Embedding } from './protocol';

const Count = v.pipe(v.number(), v.integer(), v.minValue(1));

/** Cheap: the patches are counted, not looked into. */
export const EmbeddingSchema = v.pipe(
	v.object({
		rows: Count,
		columns: Count,
		patches: v.instance(Uint8Array),
		scale: v.pipe(v.number(), v.finite()),
		offset: v.pipe(v.number(), v.finite()),
		version: v.string()
	}),
	v.check(
		({ rows, columns, patches }) => patches.length > 0 && patches.length % (rows * columns) === 0,
		'patches do not fill the grid'
	)
);

/** An embedding from somewhere that may have been damaged; null when it is none. */
export function readEmbedding(value: unknown): Embedding | null {
	const parsed = v.safeParse(EmbeddingSchema, value);
	return parsed.success ? parsed.output : null;
}
