/** Where audits and findings stand after all that was said of them: one fold for the server's documents and for a tablet without a network. */
import * as v from 'valibot';
import type { BodyOf, EntryType } from '../ledger';
import { Id, Instant } from '../site';
import { AbandonedAudit, AuditAnswer, Finding, SignedAudit, StartedAudit } from './audit';

const word = { by: v.nullable(Id), at: Instant };

export const GivenAnswer = v.object({ ...AuditAnswer.entries, ...word });
export type GivenAnswer = v.InferOutput<typeof GivenAnswer>;

/** `audit`, by the audit's id. `at` is when anything was last said of it. */
export const AuditDocument = v.object({
	audit: StartedAudit,
	startedBy: v.nullable(Id),
	startedAt: Instant,
	state: v.picklist(['open', 'signed', 'abandoned']),
	at: Instant,
	/** The latest to each item and round, those taken back included. */
	answers: v.array(GivenAnswer),
	signed: v.nullable(v.object({ ...SignedAudit.entries, ...word })),
	abandoned: v.nullable(v.object({ ...AbandonedAudit.entries, ...word }))
});
export type AuditDocument = v.InferOutput<typeof AuditDocument>;

/** `finding`, by the finding's id: its latest statement, and how it got there. */
export const FindingDocument = v.object({
	finding: Finding,
	...word,
	/** Oldest first; each time its state changed. */
	history: v.array(v.object({ state: Finding.entries.state, ...word }))
});
export type FindingDocument = v.InferOutput<typeof FindingDocument>;

/** What of an entry these folds read. */
export type AuditWord = {
	[T in Extract<EntryType, `audit.${string}`>]: { type: T; body: BodyOf<T>; by: string | null; at: string };
}[Extract<EntryType, `audit.${string}`>];

/** The audit after one more word; as it was where the word is about nothing known, or comes after its end. */
export function withAuditWord(document: AuditDocument | null, { type, body, by, at }: AuditWord): AuditDocument | null {
	if (type === 'audit.started') {
		if (document) return document;
		const state = 'open' as const;
		return { audit: body, startedBy: by, startedAt: at, state, at, answers: [], signed: null, abandoned: null };
	}
	if (!document || document.state !== 'open') return document;
	switch (type) {
		case 'audit.answered': {
			const others = document.answers.filter(({ itemId, round }) => itemId !== body.itemId || round !== body.round);
			return { ...document, at, answers: [...others, { ...body, by, at }] };
		}
		case 'audit.signed':
			return { ...document, at, state: 'signed', signed: { ...body, by, at } };
		case 'audit.abandoned':
			return { ...document, at, state: 'abandoned', abandoned: { ...body, by, at } };
	}
}

/** The finding after it was stated again. */
export function withFindingWord(
	document: FindingDocument | null,
	finding: Finding,
	by: string | null,
	at: string
): FindingDocument {
	const history = document?.history ?? [];
	const isNews = history.at(-1)?.state !== finding.state;
	return { finding, by, at, history: isNews ? [...history, { state: finding.state, by, at }] : history };
}
