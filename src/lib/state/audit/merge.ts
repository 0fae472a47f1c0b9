/** Audits and findings as this tablet knows them: what was pulled, and what was said here since, with or without a network. */
import { answerKey } from '$lib/domain/audit/answers';
import type { AbandonedAudit, AuditAnswer, Finding, SignedAudit, StartedAudit } from '$lib/domain/audit/audit';
import type { AuditAnswerDocument, AuditDocument, AuditState, FindingDocument } from '$lib/domain/audit/documents';
import type { EntryType } from '$lib/domain/ledger';
import type { OwnEntry } from '$lib/local-db';

/** What a tablet says of audits. */
export const AUDIT_TYPES: readonly EntryType[] = [
	'audit.started',
	'audit.answered',
	'audit.signed',
	'audit.abandoned',
	'finding.stated'
];

/** Who said it, and when by the clock of their device. */
export interface Said {
	by: string | null;
	at: string;
}

export interface KnownAudit extends Said {
	started: StartedAudit;
	state: AuditState;
	lastAt: string;
	/** The latest to each item, by `answerKey`; those taken back have no value. */
	answers: ReadonlyMap<string, AuditAnswer & Said>;
	signed: (SignedAudit & Said) | null;
	abandoned: (AbandonedAudit & Said) | null;
	sample: boolean;
	/** Something of it has not been sent from here. */
	unsent: boolean;
}

export interface KnownFinding extends Said {
	finding: Finding;
	/** When it was last stated. */
	lastAt: string;
	/** Who said last that it is done. */
	doneBy: string | null;
	/** Each change of its state. */
	states: readonly ({ state: Finding['state'] } & Said)[];
	auditTitle: string;
	unsent: boolean;
}

export interface PulledAudit {
	document: AuditDocument;
	answers: readonly AuditAnswerDocument[];
}

/** @param own oldest first */
export function knownAudits(pulled: readonly PulledAudit[], own: readonly OwnEntry[]): Map<string, KnownAudit> {
	const known = new Map(pulled.map((audit) => [audit.document.started.id, fromPulled(audit)]));
	for (const { entry, unsent } of own) {
		const { type, body, at } = entry;
		const said = { by: entry.actor.personId, at };
		const change = (id: string, changed: (audit: KnownAudit) => Partial<KnownAudit>) => {
			const before = known.get(id);
			// After its end nothing counts any more.
			if (before?.state !== 'open') return;
			const lastAt = at > before.lastAt ? at : before.lastAt;
			known.set(id, { ...before, lastAt, ...changed(before), unsent: before.unsent || unsent });
		};
		if (type === 'audit.started') {
			const nothing = { answers: new Map(), signed: null, abandoned: null, sample: false };
			if (!known.has(body.id))
				known.set(body.id, { started: body, ...said, state: 'open', lastAt: at, ...nothing, unsent });
			else if (unsent) change(body.id, () => ({}));
		} else if (type === 'audit.answered') {
			const key = answerKey(body.itemId, body.round);
			change(body.auditId, ({ answers }) => {
				// What was sent is in its document once that has come, or somebody has spoken since.
				const before = answers.get(key);
				if (!unsent && before && before.at >= at) return {};
				return { answers: new Map(answers).set(key, { ...body, ...said }) };
			});
		} else if (type === 'audit.signed') {
			change(body.auditId, () => ({ state: 'signed', signed: { ...body, ...said } }));
		} else if (type === 'audit.abandoned') {
			change(body.auditId, () => ({ state: 'abandoned', abandoned: { ...body, ...said } }));
		}
	}
	return known;
}

/** @param own oldest first */
export function knownFindings(
	pulled: readonly FindingDocument[],
	own: readonly OwnEntry[],
	titleOf: (auditId: string) => string
): Map<string, KnownFinding> {
	const known = new Map<string, KnownFinding>(
		pulled.map((document) => [
			document.finding.id,
			{ ...document, lastAt: document.states.at(-1)?.at ?? document.at, unsent: false }
		])
	);
	for (const { entry, unsent } of own) {
		const { type, body, at } = entry;
		if (type !== 'finding.stated') continue;
		const by = entry.actor.personId;
		const before = known.get(body.id);
		if (before && !unsent && before.lastAt >= at) continue;
		const isNews = before?.finding.state !== body.state;
		known.set(body.id, {
			...(before ?? { by, at, auditTitle: titleOf(body.auditId) }),
			finding: body,
			lastAt: at,
			doneBy: body.state === 'done' && isNews ? by : (before?.doneBy ?? null),
			states: [...(before?.states ?? []), ...(isNews ? [{ state: body.state, by, at }] : [])],
			unsent: unsent || (before?.unsent ?? false)
		});
	}
	return known;
}

function fromPulled({ document, answers }: PulledAudit): KnownAudit {
	const { started, by, at, state, lastAt, signed, abandoned, sample } = document;
	return {
		...{ started, by, at, state, lastAt, signed, abandoned, sample },
		answers: new Map(
			answers.map((said) => [
				answerKey(said.answer.itemId, said.answer.round),
				{ ...said.answer, by: said.by, at: said.at }
			])
		),
		unsent: false
	};
}
