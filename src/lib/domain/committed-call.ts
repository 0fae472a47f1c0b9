/** Commit before reveal: what a person said before they saw the model's call. */
import * as v from 'valibot';
import type { Decision } from './decision';
import { Id } from './site';

/** `other-defect`: none of the part's classes names it. `cannot-tell`: this photo does not show it. */
export const FirstCall = v.variant('kind', [
	v.object({ kind: v.literal('class'), class: Id }),
	v.object({ kind: v.literal('other-defect') }),
	v.object({ kind: v.literal('cannot-tell') })
]);
export type FirstCall = v.InferOutput<typeof FirstCall>;

/** A person has one for each capture: a second one could have been given after a look at the model's. */
export const CommittedCall = v.object({
	captureId: Id,
	/** The id that the suggestion gets; the model need not have spoken yet. */
	suggestionId: Id,
	call: FirstCall,
	/** The policy that asked for it. */
	policyVersion: v.number()
});
export type CommittedCall = v.InferOutput<typeof CommittedCall>;

/**
 * Whether a decision made commit-first has to follow a committed call. Whoever hands the case over, or takes the photo again, without
 * having been shown the model's call has nothing to commit to.
 */
export function needsCommittedCall(decision: Decision): boolean {
	if (decision.shownAt !== null) return true;
	return !(decision.verdict === 'escalate' || (decision.verdict === 'reject' && decision.because === 'unusable'));
}
