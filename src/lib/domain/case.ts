/** A case as the queue shows it: one suggestion and where its checkpoint stands. */
import * as v from 'valibot';
import { VERDICTS } from './decision';
import { Id, Instant, Role } from './site';

export const CaseSummary = v.object({
	suggestionId: Id,
	captureId: Id,
	deviceId: Id,
	partId: v.nullable(Id),
	/** The subject in words a person on the floor knows, such as "MT-0417 rev C · S/N 00219". */
	subjectText: v.string(),
	photo: v.string(),
	photoArrived: v.boolean(),
	/** The model's first candidate; null when it named none. */
	suggestedClass: v.nullable(Id),
	confidence: v.nullable(v.number()),
	state: v.picklist(['open', 'escalated', 'disputed', 'awaiting-approval', 'satisfied']),
	waitingFor: v.array(Role),
	verdict: v.nullable(v.picklist(VERDICTS)),
	decidedClass: v.nullable(v.string()),
	decidedBy: v.nullable(Id),
	note: v.string(),
	at: Instant,
	/** When the server got the capture; cases of older servers do not say. */
	receivedAt: v.optional(Instant),
	sample: v.boolean()
});
export type CaseSummary = v.InferOutput<typeof CaseSummary>;
