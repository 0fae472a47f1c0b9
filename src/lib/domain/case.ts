/** A case as the queue shows it: one suggestion and where its checkpoint stands. */
import * as v from 'valibot';
import { VERDICTS } from './decision';
import { SuggestionKind } from './suggestion';
import { Disposition, Id, Instant, Role, Severity } from './site';

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
	sample: v.boolean(),
	/** How far the policy lets it pass by itself, and by which rule; older servers do not say. */
	mode: v.optional(v.picklist(['in-the-loop', 'on-the-loop', 'autonomous'])),
	ruleId: v.optional(v.nullable(Id)),
	/** On the loop: when it becomes final unless somebody of `waitingFor` stops it. Null once it is, or was stopped. */
	vetoUntil: v.optional(v.nullable(Instant)),
	/** When somebody should have answered; null for no limit. */
	dueAt: v.optional(v.nullable(Instant)),
	/** Nobody did, and the next in line is asked too. */
	overdue: v.optional(v.boolean()),
	/** How many people decide it, and who has. While one of them still has to, nothing here tells what the others said. */
	readers: v.optional(v.object({ needed: v.number(), done: v.array(Id) })),
	/** It passed with no person; while it is `open`, somebody is asked to look at it afterwards. */
	passed: v.optional(v.boolean()),
	/** Whose answer does not count, whatever their role: those who disagree, or whose decision is to be signed. */
	barred: v.optional(v.array(Id)),
	/** What is to be done with the part, once that is final. */
	disposition: v.optional(v.nullable(Disposition)),
	/** What of the suggestion orders the review desk: of the suggested class, and how little the model knew. */
	severity: v.optional(v.nullable(Severity)),
	novelty: v.optional(v.nullable(v.number())),
	/** How many classes could not be ruled out. */
	setSize: v.optional(v.nullable(v.number())),
	/** Where it was photographed. */
	areaId: v.optional(v.nullable(Id)),
	/** Of the suggestion, where it is not about a part. For `fault-cause` the capture is the fault's report. */
	kind: v.optional(SuggestionKind),
	/** The machine that a fault's report is about. */
	assetId: v.optional(Id)
});
export type CaseSummary = v.InferOutput<typeof CaseSummary>;
