/** Another system that reports what machines show and which components were replaced: a controller, a gateway, a CMMS. Its token is no part of it. */
import * as v from 'valibot';
import { Id } from './site';

export const ReadingSource = v.object({
	id: Id,
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120))
});
export type ReadingSource = v.InferOutput<typeof ReadingSource>;
