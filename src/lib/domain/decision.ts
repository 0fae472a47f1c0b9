/** What a person said to a suggestion. A decision is never changed: it may be withdrawn at once, or superseded later. */
import * as v from 'valibot';
import { Disposition, Frame, GOOD, Id, Instant, Role } from './site';

/** A decision can be taken back for this long without leaving a superseding one. */
export const WITHDRAW_WITHIN_MS = 10_000;

export const VERDICTS = ['accept', 'correct', 'reject', 'escalate'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Why somebody took over the model's call: they see it now, their first call was a slip, or they trust the model more than themselves. */
export const CHANGE_REASONS = ['seen-now', 'slip', 'model-trusted'] as const;
export type ChangeReason = (typeof CHANGE_REASONS)[number];

const Text = v.pipe(v.string(), v.trim(), v.maxLength(2000));
const common = {
	id: Id,
	captureId: Id,
	suggestionId: Id,
	/** The decision this one replaces; both stay on record. */
	supersedes: v.nullable(Id),
	note: Text,
	/** In which order person and model spoke, and when the suggestion was first visible. */
	reveal: v.picklist(['suggestion-first', 'commit-first']),
	shownAt: v.nullable(Instant),
	policyVersion: v.number(),
	/** The policy rule that sent the suggestion to this person; null when no rule matched. */
	ruleId: v.nullable(Id),
	/** Where the call committed before the reveal gave way to the model's. */
	changedBecause: v.optional(v.picklist(CHANGE_REASONS)),
	/** What is to be done with the part, where the person chose it; otherwise what is usual for its class. */
	disposition: v.optional(Disposition),
	/** Where on the photo it is, as the person marked it. */
	regions: v.optional(v.pipe(v.array(Frame), v.maxLength(20)))
};

export const Decision = v.variant('verdict', [
	v.object({ ...common, verdict: v.literal('accept'), class: Id }),
	v.object({
		...common,
		verdict: v.literal('correct'),
		/** A class of the part, or null when none fits and `otherClass` names it in the person's words. */
		class: v.nullable(Id),
		otherClass: v.nullable(v.pipe(Text, v.minLength(1)))
	}),
	/** The suggestion is wrong and the part is good, or the photo cannot be used. */
	v.object({ ...common, verdict: v.literal('reject'), because: v.picklist(['part-good', 'unusable']) }),
	v.object({ ...common, verdict: v.literal('escalate'), to: Role })
]);
export type Decision = v.InferOutput<typeof Decision>;

export const Withdrawal = v.object({ decisionId: Id });
export type Withdrawal = v.InferOutput<typeof Withdrawal>;

/** The class a decision confirms for learning: null when it confirms none (escalated, unusable, or a class not in the list). */
export function confirmedClass(decision: Decision): string | null {
	switch (decision.verdict) {
		case 'accept':
		case 'correct':
			return decision.class;
		case 'reject':
			return decision.because === 'part-good' ? GOOD : null;
		case 'escalate':
			return null;
	}
}
