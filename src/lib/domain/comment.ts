/** What somebody adds to a case without deciding it. */
import * as v from 'valibot';
import { Id } from './site';

export const Comment = v.object({
	id: Id,
	suggestionId: Id,
	text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(2000))
});
export type Comment = v.InferOutput<typeof Comment>;
