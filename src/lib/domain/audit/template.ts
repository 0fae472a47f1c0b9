/** What an audit asks: sections of items, with what makes an item appear, what has to be shown for it, and what it counts. */
import * as v from 'valibot';
import { Frame, Id, Role } from '../site';

const Name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200));
const Text = v.pipe(v.string(), v.trim(), v.maxLength(2000));
const Number = v.pipe(v.number(), v.finite());

export const Choice = v.object({
	id: Id,
	name: Name,
	/** What choosing it counts, against the best choice; null for nothing. */
	score: v.nullable(Number),
	/** Choosing it raises a finding. */
	fails: v.boolean()
});
export type Choice = v.InferOutput<typeof Choice>;

/** What an item asks for. */
export const ItemKind = v.variant('kind', [
	v.object({ kind: v.literal('pass-fail'), allowNotApplicable: v.boolean() }),
	v.object({
		kind: v.literal('number'),
		unit: v.pipe(v.string(), v.trim(), v.maxLength(30)),
		/** Outside of these it fails; null for no limit. */
		min: v.nullable(Number),
		max: v.nullable(Number),
		decimals: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(6))
	}),
	v.object({ kind: v.literal('text'), multiline: v.boolean() }),
	v.object({
		kind: v.literal('choice'),
		several: v.boolean(),
		choices: v.pipe(v.array(Choice), v.minLength(1), v.maxLength(500))
	}),
	/** Taken with the camera; `partId` names the model pack that looks at it first, and a person decides. */
	v.object({
		kind: v.literal('photo'),
		least: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20)),
		assist: v.nullable(v.object({ partId: Id, frame: Frame }))
	}),
	v.object({ kind: v.literal('barcode'), /** What it has to be; null for any. */ expected: v.nullable(v.string()) }),
	v.object({ kind: v.literal('date') }),
	v.object({ kind: v.literal('place') }),
	v.object({ kind: v.literal('signature'), role: v.nullable(Role) }),
	/** Only read. */
	v.object({ kind: v.literal('instruction') })
]);
export type ItemKind = v.InferOutput<typeof ItemKind>;

/**
 * Whether something is asked: over the answers to items that stand before it and are asked themselves. What is unanswered makes everything
 * but `not` false. `condition.ts` says what each means for each kind of item.
 */
export type Condition =
	| { op: 'equals'; item: string; value: string | number | boolean }
	| { op: 'includes'; item: string; value: string }
	| { op: 'above' | 'below' | 'at-least' | 'at-most'; item: string; value: number }
	/** How many choices are chosen, where several may be. */
	| { op: 'chosen-at-least' | 'chosen-at-most'; item: string; value: number }
	| { op: 'answered'; item: string }
	| { op: 'failed'; item: string }
	| { op: 'not'; of: Condition }
	| { op: 'all' | 'any'; of: Condition[] };

const Value = v.union([v.string(), Number, v.boolean()]);
export const Condition: v.GenericSchema<Condition> = v.variant('op', [
	v.object({ op: v.literal('equals'), item: Id, value: Value }),
	v.object({ op: v.literal('includes'), item: Id, value: v.string() }),
	v.object({ op: v.picklist(['above', 'below', 'at-least', 'at-most']), item: Id, value: Number }),
	v.object({ op: v.picklist(['chosen-at-least', 'chosen-at-most']), item: Id, value: Number }),
	v.object({ op: v.literal('answered'), item: Id }),
	v.object({ op: v.literal('failed'), item: Id }),
	v.object({ op: v.literal('not'), of: v.lazy(() => Condition) }),
	v.object({ op: v.picklist(['all', 'any']), of: v.array(v.lazy(() => Condition)) })
]);

/** What has to be shown for an answer. */
export const EVIDENCE = ['photo-on-fail', 'photo-always', 'note-on-fail'] as const;
export type Evidence = (typeof EVIDENCE)[number];

export const AuditItem = v.object({
	/** Unique in the template. */
	id: Id,
	text: Name,
	help: Text,
	type: ItemKind,
	required: v.boolean(),
	evidence: v.array(v.picklist(EVIDENCE)),
	/** What passing counts; 0 for nothing. */
	weight: v.pipe(Number, v.minValue(0)),
	/** Failing it fails the whole audit. */
	critical: v.boolean(),
	when: v.nullable(Condition),
	/** A rule over the item's own answer, in addition to its kind's limits; with what is said when it is broken. */
	constraint: v.nullable(v.object({ holds: Condition, message: Text })),
	/** Where it is: the asset to scan before it can be answered, on a walk. */
	assetId: v.nullable(Id)
});
export type AuditItem = v.InferOutput<typeof AuditItem>;

export const AuditSection = v.object({
	id: Id,
	name: Name,
	when: v.nullable(Condition),
	/** Answered several times, once for each thing that is found, such as "Extinguisher". Null for once. */
	repeat: v.nullable(v.object({ label: Name, most: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)) })),
	items: v.pipe(v.array(AuditItem), v.minLength(1), v.maxLength(500))
});
export type AuditSection = v.InferOutput<typeof AuditSection>;

export const AuditTemplate = v.object({
	id: Id,
	version: v.pipe(v.number(), v.integer(), v.minValue(1)),
	name: Name,
	/** `walk`: its items follow each other by place, and a scan opens what belongs to the asset. */
	kind: v.picklist(['audit', 'walk']),
	sections: v.pipe(v.array(AuditSection), v.minLength(1), v.maxLength(200)),
	/** Below this share of the possible score it is not passed; null where it is not scored. */
	passAt: v.nullable(v.pipe(Number, v.minValue(0), v.maxValue(1))),
	/** Whether it is asked where the tablet is. */
	askPlace: v.boolean(),
	/** Whose signature ends it. */
	signedBy: v.pipe(v.array(Role), v.minLength(1)),
	/** Not offered any more; audits that began with it go on. */
	retired: v.boolean(),
	sample: v.boolean()
});
export type AuditTemplate = v.InferOutput<typeof AuditTemplate>;
