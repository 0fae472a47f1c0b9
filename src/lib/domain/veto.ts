/** What stops an AI output that would become final by itself, and what tells that nobody answered in time. */
import * as v from 'valibot';
import { Id, Instant, Role } from './site';

/** Somebody stops what would have become final at the end of its veto window. */
export const Veto = v.object({
	id: Id,
	suggestionId: Id,
	reason: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(1000))
});
export type Veto = v.InferOutput<typeof Veto>;

/** Nobody answered within the policy's time limit: the case goes to the next in line too. */
export const Overdue = v.object({
	suggestionId: Id,
	/** The end of the time that the policy gave. */
	dueAt: Instant,
	to: Role
});
export type Overdue = v.InferOutput<typeof Overdue>;
