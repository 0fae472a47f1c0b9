/** What becomes final once its checkpoint is satisfied, and only then leaves the system. */
import * as v from 'valibot';
import { PartUsed } from './fault/repair';
import { Disposition, GOOD, Id, Instant, type Classed } from './site';
import { Subject } from './subject';

const Ids = v.array(Id);

/**
 * `decided`: by the people that the policy asks. `approved`: and signed. `veto-window-passed`: nobody stopped it. `autonomous`: no person was asked.
 */
export const FINAL_BECAUSE = ['decided', 'approved', 'veto-window-passed', 'autonomous'] as const;

const common = {
	id: Id,
	suggestionId: Id,
	/** Of a work order: the fault's report. */
	captureId: Id,
	subject: Subject,
	/** The class that was decided or passed; null where none of the part's classes, or of the catalogue's causes, names it. */
	class: v.nullable(Id),
	mode: v.picklist(['in-the-loop', 'on-the-loop', 'autonomous']),
	policyVersion: v.nullable(v.number()),
	ruleId: v.nullable(Id),
	because: v.picklist(FINAL_BECAUSE),
	decisionIds: Ids,
	approvalIds: Ids,
	at: Instant,
	sample: v.boolean()
};

/** What is to happen with a part. */
const DisposedPart = v.object({ ...common, kind: v.literal('disposition'), disposition: Disposition });

/**
 * What is to be done about a fault, and, once a repair is on record, what was done. `captureId` names the order: a later action with the
 * same one carries it on, so that whoever keeps work orders closes the one that is open.
 */
const WorkOrderAction = v.object({
	...common,
	kind: v.literal('work-order'),
	state: v.picklist(['open', 'done']),
	/** The cause, in the words of the catalogue or of whoever found it. */
	cause: v.string(),
	/** What usually mends it, and then what was done. */
	remedies: v.array(v.string()),
	parts: v.array(PartUsed),
	/** Components that were replaced. */
	replaced: v.array(v.string()),
	/** Of work; null while nothing was done. */
	minutes: v.nullable(v.number()),
	repairId: v.nullable(Id)
});
export type WorkOrderAction = v.InferOutput<typeof WorkOrderAction>;

/** Written by the site's server when the checkpoint is satisfied. */
export const FinalizedAction = v.variant('kind', [DisposedPart, WorkOrderAction]);
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
export function usualDisposition(decidedClass: string | null, part: Classed | null): Disposition {
	if (decidedClass === GOOD) return 'use-as-is';
	return part?.classes.find(({ id }) => id === decidedClass)?.disposition ?? 'quarantine';
}
