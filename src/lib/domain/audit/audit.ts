/** An audit as it is done: each answer is an entry of its own, so that none waits for the next; the latest answer to an item counts. */
import * as v from 'valibot';
import { Photo } from '../capture';
import { Hash } from '../ledger/entry';
import { Frame, Id, Instant, Role } from '../site';

const Text = v.pipe(v.string(), v.trim(), v.maxLength(4000));

/** Degrees (WGS 84) and metres. */
export const Place = v.object({
	latitude: v.pipe(v.number(), v.minValue(-90), v.maxValue(90)),
	longitude: v.pipe(v.number(), v.minValue(-180), v.maxValue(180)),
	accuracyM: v.pipe(v.number(), v.minValue(0)),
	at: Instant
});
export type Place = v.InferOutput<typeof Place>;

export const StartedAudit = v.object({
	id: Id,
	templateId: Id,
	/** Kept to the end, whatever is published meanwhile. */
	templateVersion: v.pipe(v.number(), v.integer(), v.minValue(1)),
	/** What or where is audited, in the auditor's words. */
	title: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
	areaId: v.nullable(Id),
	place: v.nullable(Place)
});
export type StartedAudit = v.InferOutput<typeof StartedAudit>;

/** Drawn or written on a photo: the photo itself stays as it was taken. Positions in fractions of its width and height. */
export const Mark = v.variant('kind', [
	v.object({ kind: v.literal('box'), frame: Frame }),
	v.object({
		kind: v.literal('arrow'),
		from: v.tuple([v.number(), v.number()]),
		to: v.tuple([v.number(), v.number()])
	}),
	v.object({ kind: v.literal('line'), points: v.pipe(v.array(v.tuple([v.number(), v.number()])), v.maxLength(500)) }),
	v.object({
		kind: v.literal('text'),
		at: v.tuple([v.number(), v.number()]),
		text: v.pipe(v.string(), v.maxLength(120))
	})
]);
export type Mark = v.InferOutput<typeof Mark>;

export const EvidencePhoto = v.object({
	photo: Photo,
	marks: v.pipe(v.array(Mark), v.maxLength(50)),
	/** Of a capture, where a model looked at it. */ captureId: v.nullable(Id)
});
export type EvidencePhoto = v.InferOutput<typeof EvidencePhoto>;

/** Null: the answer was taken back. */
export const AnswerValue = v.nullable(
	v.variant('kind', [
		v.object({ kind: v.literal('pass-fail'), value: v.picklist(['pass', 'fail', 'not-applicable']) }),
		v.object({ kind: v.literal('number'), value: v.pipe(v.number(), v.finite()) }),
		v.object({ kind: v.literal('text'), value: Text }),
		v.object({ kind: v.literal('choice'), value: v.pipe(v.array(Id), v.maxLength(500)) }),
		/** The person's own verdict on what they photographed, where the item asks for one. */
		v.object({ kind: v.literal('photo'), verdict: v.optional(v.picklist(['pass', 'fail'])) }),
		v.object({ kind: v.literal('barcode'), value: v.pipe(v.string(), v.maxLength(500)) }),
		v.object({ kind: v.literal('date'), value: v.pipe(v.string(), v.isoDate()) }),
		v.object({ kind: v.literal('place'), value: Place }),
		/** The person's name as it stood on the screen, with their PIN entered for it. */
		v.object({
			kind: v.literal('signature'),
			printedName: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
			signedAt: Instant
		}),
		v.object({ kind: v.literal('instruction'), value: v.literal('read') }),
		/** On a walk: passed over. */
		v.object({ kind: v.literal('skipped'), reason: v.pipe(Text, v.minLength(1)) })
	])
);
export type AnswerValue = v.InferOutput<typeof AnswerValue>;

export const AuditAnswer = v.object({
	id: Id,
	auditId: Id,
	itemId: Id,
	/** Which time round of its section, from 0; 0 in a section that is answered once. */
	round: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(999)),
	value: AnswerValue,
	note: Text,
	photos: v.pipe(v.array(EvidencePhoto), v.maxLength(20))
});
export type AuditAnswer = v.InferOutput<typeof AuditAnswer>;

/** `follow-up.ts` says who may go from which to which. */
export const FINDING_STATES = ['open', 'done', 'verified', 'not-accepted', 'dropped'] as const;
export type FindingState = (typeof FINDING_STATES)[number];

/** What is wrong, whose it is, and what is done about it. The whole of it is stated again with every change; the latest counts. */
export const Finding = v.object({
	id: Id,
	auditId: Id,
	itemId: v.nullable(Id),
	round: v.pipe(v.number(), v.integer(), v.minValue(0)),
	text: v.pipe(Text, v.minLength(1)),
	severity: v.picklist(['minor', 'major', 'critical']),
	/** Who has to see to it; null while nobody is named. */
	ownerId: v.nullable(Id),
	dueOn: v.nullable(v.pipe(v.string(), v.isoDate())),
	correctiveAction: Text,
	state: v.picklist(FINDING_STATES),
	/** What shows that it is mended. */
	verification: Text,
	photos: v.pipe(v.array(EvidencePhoto), v.maxLength(20)),
	/** The finding of an earlier audit that this one is again. */
	repeats: v.nullable(Id)
});
export type Finding = v.InferOutput<typeof Finding>;

/** Ends an audit: bound to exactly what was answered and found (21 CFR Part 11 §11.50, §11.70). */
export const SignedAudit = v.object({
	auditId: Id,
	/** Over the answers and findings that count, as `hashOfAudit` gives it. */
	signed: Hash,
	meaning: v.picklist(['reviewed', 'approved', 'responsible-for']),
	printedName: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
	signedAt: Instant,
	/** The summary that the auditor approves. */
	summary: Text,
	score: v.nullable(v.object({ got: v.number(), possible: v.number(), passed: v.boolean() })),
	role: Role
});
export type SignedAudit = v.InferOutput<typeof SignedAudit>;

export const AbandonedAudit = v.object({ auditId: Id, reason: v.pipe(Text, v.minLength(1)) });
export type AbandonedAudit = v.InferOutput<typeof AbandonedAudit>;
