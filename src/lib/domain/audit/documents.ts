/** What tablets hold of audits: each audit's standing, its answers while it is open, and the findings. */
import * as v from 'valibot';
import { Id, Instant } from '../site';
import { AbandonedAudit, AuditAnswer, Finding, FINDING_STATES, SignedAudit, StartedAudit } from './audit';

/** Who said it; `at` is by the clock of their device. */
const Said = { by: v.nullable(Id), at: Instant };

export const AUDIT_STATES = ['open', 'signed', 'abandoned'] as const;
export type AuditState = (typeof AUDIT_STATES)[number];

/** By the id of the audit. */
export const AuditDocument = v.object({
	started: StartedAudit,
	...Said,
	deviceId: Id,
	templateName: v.string(),
	state: v.picklist(AUDIT_STATES),
	/** Everybody who answered. */
	people: v.array(Id),
	/** When it was last answered. */
	lastAt: Instant,
	progress: v.object({
		asked: v.number(),
		answered: v.number(),
		skipped: v.number(),
		failed: v.number(),
		lacking: v.number()
	}),
	score: v.nullable(v.object({ got: v.number(), possible: v.number(), passed: v.boolean() })),
	signed: v.nullable(v.object({ ...SignedAudit.entries, ...Said })),
	abandoned: v.nullable(v.object({ ...AbandonedAudit.entries, ...Said })),
	/** In the order in which they were stated. */
	findingIds: v.array(Id),
	sample: v.boolean()
});
export type AuditDocument = v.InferOutput<typeof AuditDocument>;

/**
 * The latest answer to an item, for whoever goes on with the audit on another tablet. By `answerDocumentId`. There are none of an audit
 * that ended: a tablet forgets those it holds once the audit's own document says so.
 */
export const AuditAnswerDocument = v.object({ answer: AuditAnswer, ...Said });
export type AuditAnswerDocument = v.InferOutput<typeof AuditAnswerDocument>;

export function answerDocumentId({
	auditId,
	itemId,
	round
}: Pick<AuditAnswer, 'auditId' | 'itemId' | 'round'>): string {
	return `${auditId} ${itemId} ${round}`;
}

/** By the id of the finding. */
export const FindingDocument = v.object({
	finding: Finding,
	/** Who stated it first. */
	...Said,
	deviceId: Id,
	auditTitle: v.string(),
	areaId: v.nullable(Id),
	/** Who said last that it is done: somebody else verifies it. */
	doneBy: v.nullable(Id),
	/** Each change of its state. */
	states: v.array(v.object({ state: v.picklist(FINDING_STATES), ...Said })),
	/** Stated when the audit was signed already: the signature does not cover it. */
	afterSignature: v.boolean(),
	sample: v.boolean()
});
export type FindingDocument = v.InferOutput<typeof FindingDocument>;

/** Every version of a template is a document of its own, so that an audit finds the one it began with. */
export function templateDocumentId(templateId: string, version: number): string {
	return `${templateId}@${version}`;
}

/** Of each template its newest version, by name. Retired ones are among them. */
export function newestVersions<T extends { id: string; version: number; name: string }>(templates: Iterable<T>): T[] {
	const newest = new Map<string, T>();
	for (const template of templates) {
		const known = newest.get(template.id);
		if (!known || known.version < template.version) newest.set(template.id, template);
	}
	return [...newest.values()].sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
}
