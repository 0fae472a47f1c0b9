/** What becomes final once its checkpoint is satisfied, and only then leaves the system. */
import * as v from 'valibot';
import { Disposition, GOOD, Id, Instant, type Part } from './site';
import { Subject } from './subject';

const Ids = v.array(Id);

/**
 * `decided`: by the people that the policy asks. `approved`: and signed. `veto-window-passed`: nobody stopped it. `autonomous`: no person was asked.
 */
export const FINAL_BECAUSE = ['decided', 'approved', 'veto-window-passed', 'autonomous'] as const;

/** What is to happen with a part. Written by the site's server when the checkpoint is satisfied. */
export const FinalizedAction = v.object({
	id: Id,
	kind: v.literal('disposition'),
	suggestionId: Id,
	captureId: Id,
	subject: Subject,
	disposition: Disposition,
	/** The class that was decided or passed; null where none of the part's classes names it. */
	class: v.nullable(Id),
	mode: v.picklist(['in-the-loop', 'on-the-loop', 'autonomous']),
	policyVersion: v.nullable(v.number()),
	ruleId: v.nullable(Id),
	because: v.picklist(FINAL_BECAUSE),
	decisionIds: Ids,
	approvalIds: Ids,
	at: Instant,
	sample: v.boolean()
});
export type FinalizedAction = v.InferOutput<typeof FinalizedAction>;

/** What it rests on no longer stands: the decision was taken back, followed by another or contradicted, or somebody stopped it. */
export const WithdrawnAction = v.object({
	actionId: Id,
	suggestionId: Id,
	because: v.picklist(['decision-withdrawn', 'superseded', 'disputed', 'vetoed', 'approval-refused']),
	at: Instant
});
export type WithdrawnAction = v.InferOutput<typeof WithdrawnAction>;

/** What is done with a part of this class when nobody chose otherwise: only a good one is used, everything else is kept aside. */
export function usualDisposition(decidedClass: string | null, part: Pick<Part, 'classes'> | null): Disposition {
	if (decidedClass === GOOD) return 'use-as-is';
	return part?.classes.find(({ id }) => id === decidedClass)?.disposition ?? 'quarantine';
}
