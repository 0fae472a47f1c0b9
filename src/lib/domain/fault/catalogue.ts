/** What a site knows of the faults of its machines: the symptoms that people can name, the causes, and which cause shows which symptom. */
import * as v from 'valibot';
import { Id, Severity } from '../site';

const Name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120));
const Text = v.pipe(v.string(), v.trim(), v.maxLength(1000));
/** Kinds of asset that something is about, such as "press"; empty for every kind. */
const AssetKinds = v.pipe(v.array(Name), v.maxLength(100));

export const Symptom = v.object({ id: Id, name: Name, assetKinds: AssetKinds });
export type Symptom = v.InferOutput<typeof Symptom>;

/** What somebody can look at to tell causes apart, and what is seen where it is this cause. */
export const CauseCheck = v.object({
	id: Id,
	/** Such as "Feel the bearing housing". */
	name: Name,
	/** What this cause shows then, such as "hot". */
	shows: Name,
	/** Rough, in minutes. */
	minutes: v.pipe(v.number(), v.minValue(0), v.maxValue(24 * 60))
});
export type CauseCheck = v.InferOutput<typeof CauseCheck>;

export const Cause = v.object({
	id: Id,
	name: Name,
	/** The component that is at fault, such as "comp4"; its age counts for the cause. Null where none is named. */
	component: v.nullable(Name),
	assetKinds: AssetKinds,
	severity: Severity,
	/** ISO 14224:2016, table B.2 (failure mechanism), such as "2.4"; null where the site has not said. */
	mechanism: v.nullable(v.pipe(v.string(), v.maxLength(12))),
	/** ISO 14224:2016, table B.3 (failure cause). */
	failureCause: v.nullable(v.pipe(v.string(), v.maxLength(12))),
	/** ISO 14224:2016, table B.4 (detection method). */
	detection: v.nullable(v.pipe(v.string(), v.maxLength(12))),
	checks: v.pipe(v.array(CauseCheck), v.maxLength(20)),
	/** What usually mends it, the most usual first. */
	remedies: v.pipe(v.array(Name), v.maxLength(20)),
	/** How often it happens, against the others: FMEA occurrence, 1 … 10. */
	occurrence: v.pipe(v.number(), v.minValue(1), v.maxValue(10)),
	/** No longer offered; records keep it. */
	retired: v.boolean()
});
export type Cause = v.InferOutput<typeof Cause>;

/** How often a cause shows a sign: the share of its cases, as the people who know the machine estimate it. */
export const CauseSign = v.object({
	causeId: Id,
	/** A symptom's id, or `code:` and an error code. */
	sign: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
	share: v.pipe(v.number(), v.minValue(0), v.maxValue(1))
});
export type CauseSign = v.InferOutput<typeof CauseSign>;

/** Versioned as a whole: a suggestion names the version that it was made under. */
export const FaultCatalogue = v.object({
	version: v.pipe(v.number(), v.integer(), v.minValue(1)),
	symptoms: v.pipe(v.array(Symptom), v.maxLength(2000)),
	causes: v.pipe(v.array(Cause), v.maxLength(2000)),
	signs: v.pipe(v.array(CauseSign), v.maxLength(20_000)),
	/** Of the demo site: invented. */
	sample: v.optional(v.boolean())
});
export type FaultCatalogue = v.InferOutput<typeof FaultCatalogue>;

/** "It is none of these": somebody names a cause that the catalogue lacks. A lead takes it in, under which id, or does not. */
export const ProposedCause = v.object({
	id: Id,
	name: Name,
	component: v.nullable(Name),
	note: Text,
	/** The fault report it was found on. */
	reportId: Id,
	assetKind: v.nullable(Name)
});
export type ProposedCause = v.InferOutput<typeof ProposedCause>;

export const SettledCause = v.object({
	proposedId: Id,
	/** The cause that it became, or was already; null where it was not taken in. */
	causeId: v.nullable(Id),
	reason: Text
});
export type SettledCause = v.InferOutput<typeof SettledCause>;

/** The sign that an error code is. */
export const codeSign = (code: string) => `code:${code}`;
