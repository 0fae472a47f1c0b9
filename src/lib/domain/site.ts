/** A site and what stands in its register: areas, assets, parts with their inspection plans, people, work orders, units. */
import * as v from 'valibot';

export const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const Name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120));
/** What is printed on a label or a drawing: free of control characters. */
const Code = v.pipe(v.string(), v.minLength(1), v.maxLength(90), v.regex(/^[^\p{Cc}]+$/u));
/** ISO 8601 in UTC, as `Date.toISOString` writes it. */
export const Instant = v.pipe(v.string(), v.isoTimestamp(), v.endsWith('Z'));

export const ROLES = [
	'inspector',
	'technician',
	'auditor',
	'quality-engineer',
	'planner',
	'supervisor',
	'admin'
] as const;
export const Role = v.picklist(ROLES);
export type Role = v.InferOutput<typeof Role>;

export const SEVERITIES = ['minor', 'major', 'critical'] as const;
export const Severity = v.picklist(SEVERITIES);
export type Severity = v.InferOutput<typeof Severity>;

/** The class every part has: nothing wrong with it. Defect classes stand beside it. */
export const GOOD = 'good';

export const Site = v.object({ id: Id, name: Name, demo: v.boolean() });
export type Site = v.InferOutput<typeof Site>;

export const Area = v.object({ id: Id, name: Name });
export type Area = v.InferOutput<typeof Area>;

/** A machine. */
export const Asset = v.object({
	id: Id,
	code: Code,
	name: Name,
	areaId: Id,
	sample: v.boolean(),
	/** What machines like it are called, such as "press": fault causes are about kinds of asset. */
	kind: v.optional(Name),
	/** When it was built or put to work. */
	installedOn: v.optional(v.pipe(v.string(), v.isoDate())),
	/** What wears and is replaced; its age counts for fault causes. */
	components: v.optional(v.pipe(v.array(Name), v.maxLength(100)))
});
export type Asset = v.InferOutput<typeof Asset>;

/** What is done with a part; `action.ts` says when. */
export const DISPOSITIONS = ['use-as-is', 'rework', 'scrap', 'quarantine', 'return'] as const;
export const Disposition = v.picklist(DISPOSITIONS);
export type Disposition = v.InferOutput<typeof Disposition>;

export const DefectClass = v.object({
	id: Id,
	name: Name,
	severity: Severity,
	/** What is usually done with a part that has it; kept aside where the class does not say. */
	disposition: v.optional(Disposition)
});
export type DefectClass = v.InferOutput<typeof DefectClass>;

const Fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
/** Region of interest within the photo, in fractions of its width and height, from the top left. */
export const Frame = v.pipe(
	v.object({ x: Fraction, y: Fraction, width: Fraction, height: Fraction }),
	v.check((frame) => frame.width > 0 && frame.height > 0 && frame.x + frame.width <= 1 && frame.y + frame.height <= 1)
);
export type Frame = v.InferOutput<typeof Frame>;

/** One look at a part: what to aim at, and the region the model sees. */
export const View = v.object({ id: Id, name: Name, hint: v.pipe(v.string(), v.maxLength(200)), frame: Frame });
export type View = v.InferOutput<typeof View>;

export const InspectionPlan = v.object({
	version: v.pipe(v.number(), v.integer(), v.minValue(1)),
	views: v.pipe(v.array(View), v.minLength(1))
});
export type InspectionPlan = v.InferOutput<typeof InspectionPlan>;

/** A part type at one revision. */
export const Part = v.object({
	id: Id,
	number: Code,
	revision: Code,
	name: Name,
	family: Name,
	/** GTIN with its check digit, padded to 14 digits; null where the part has none. */
	gtin: v.nullable(v.pipe(v.string(), v.regex(/^\d{14}$/))),
	classes: v.array(DefectClass),
	plan: InspectionPlan,
	/** Address of the drawing shown beside the viewfinder. */
	drawing: v.nullable(v.string()),
	/** Address of the list of drawn sample pictures, on demo parts only. */
	samplePictures: v.nullable(v.string()),
	sample: v.boolean()
});
export type Part = v.InferOutput<typeof Part>;

/** What names the classes of a case: a part, or the catalogue of faults for a machine. */
export interface Classed {
	classes: readonly DefectClass[];
	/** Its classes are fault causes. */
	isMachine?: true;
}

/** A part that exists: one serial number, or one lot. */
export const Unit = v.pipe(
	v.object({ id: Id, partId: Id, serial: v.nullable(Code), lot: v.nullable(Code) }),
	v.check((unit) => (unit.serial === null) !== (unit.lot === null), 'a unit has a serial or a lot')
);
export type Unit = v.InferOutput<typeof Unit>;

export const WorkOrder = v.object({
	id: Id,
	number: Code,
	partId: Id,
	quantity: v.pipe(v.number(), v.integer(), v.minValue(1))
});
export type WorkOrder = v.InferOutput<typeof WorkOrder>;

export const Person = v.object({ id: Id, name: Name, role: Role, active: v.boolean(), sample: v.boolean() });
export type Person = v.InferOutput<typeof Person>;

/** Public half of a P-256 key as a JSON Web Key, no private member let through. */
export const PublicKey = v.strictObject({
	kty: v.literal('EC'),
	crv: v.literal('P-256'),
	x: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]+$/)),
	y: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]+$/))
});
export type PublicKey = v.InferOutput<typeof PublicKey>;

export const Device = v.object({ id: Id, name: Name, publicKey: PublicKey, revoked: v.boolean() });
export type Device = v.InferOutput<typeof Device>;
