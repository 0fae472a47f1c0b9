/** An entry's content in a few words, for the list. */
import { isEntryType, type BodyOf, type Entry, type EntryEnvelope, type EntryType } from '$lib/domain/ledger';
import { answeredClass } from '$lib/domain/seed-outcome';
import { GOOD } from '$lib/domain/site';
import { percent } from '$lib/components/measures';
import { connectorStateWords } from '$lib/components/connector-words';
import { actionWords, meaningWords, withdrawnWords } from '$lib/components/oversight-words';
import { roleWords, verdictWords } from '$lib/components/words';
import { m } from '$lib/messages';

/** The names behind the ids that entries hold. */
export interface Names {
	person(id: string): string;
	part(id: string): string;
	/** Ids of classes are unique within a part only; the first name found will do for a list. */
	class(id: string): string;
}

type Say = { [K in EntryType]: (body: BodyOf<K>, names: Names) => string };

const SAY: Say = {
	'site.created': (site) => site.name,
	'area.defined': (area) => area.name,
	'asset.defined': (asset) => `${asset.code} · ${asset.name}`,
	'part.defined': (part) => `${m.labels_part({ number: part.number, revision: part.revision })} · ${part.name}`,
	'person.defined': (person) => m.common_person_and_role({ person: person.name, role: roleWords(person.role) }),
	'work-order.defined': (order) => m.ledger_content_quantity({ number: order.number, count: order.quantity }),
	'pin.set': (body, names) => names.person(body.personId),
	'device.enrolled': (device) => device.name,
	'device.revoked': (body) => body.reason,
	'device.replaced': (body) => body.replaces.slice(0, 8),
	'site.configured': () => '',
	'quarantine.resolved': (body) => body.reason,
	'policy.published': (policy) => m.ledger_content_policy({ version: policy.version, count: policy.rules.length }),
	'policy.proposed': (proposal) => proposal.note,
	'policy.proposal-closed': (body) => body.reason,
	'policy.refinement-rejected': (body) => body.reason,
	'unit.registered': (unit, names) => `${names.part(unit.partId)} · ${unit.serial ?? unit.lot ?? ''}`,
	'session.started': (body, names) => names.person(body.personId),
	'session.ended': (body, names) => names.person(body.personId),
	'pin.locked': (body, names) => names.person(body.personId),
	'pin.unlocked': (body, names) => names.person(body.personId),
	'photo.stored': (photo) => photo.sha256.slice(0, 12),
	'capture.recorded': ({ subject }, names) => (subject.kind === 'asset' ? subject.assetId : names.part(subject.partId)),
	'suggestion.made': ({ candidates }, names) => {
		const first = candidates[0];
		return first ? `${className(first.class, names)}, ${percent(first.probability)}` : m.ledger_content_nothing();
	},
	'call.committed': ({ call }, names) => {
		switch (call.kind) {
			case 'class':
				return className(call.class, names);
			case 'other-defect':
				return m.inspect_first_other();
			case 'cannot-tell':
				return m.inspect_first_cannot_tell();
		}
	},
	'decision.made': (decision, names) => {
		const verdict = verdictWords(decision.verdict);
		switch (decision.verdict) {
			case 'accept':
				return `${verdict}: ${className(decision.class, names)}`;
			case 'correct':
				return `${verdict}: ${decision.class ? className(decision.class, names) : (decision.otherClass ?? '')}`;
			case 'reject':
				return `${verdict}: ${decision.because === 'part-good' ? m.queue_class_good() : m.queue_unusable()}`;
			case 'escalate':
				return `${verdict}: ${roleWords(decision.to)}`;
		}
	},
	'decision.withdrawn': (body) => body.decisionId.slice(0, 8),
	'comment.made': (comment) => comment.text,
	'approval.given': (approval) => `${meaningWords(approval.meaning)}: ${approval.printedName}`,
	'approval.refused': (refused) => refused.reason,
	'veto.made': (veto) => veto.reason,
	'checkpoint.overdue': (overdue) => roleWords(overdue.to),
	'action.finalized': actionWords,
	'action.withdrawn': (withdrawn) => withdrawnWords(withdrawn.because),
	'connector.defined': (connector) => `${connector.name}: ${connectorStateWords(connector.state)}`,
	'connector.secret-set': (body) => body.connectorId.slice(0, 8),
	'connector.removed': (body) => body.connectorId.slice(0, 8),
	'reading-source.defined': (source) => source.name,
	'reading-source.removed': (body) => body.sourceId.slice(0, 8),
	'seed.defined': (seed, names) => `${names.part(seed.partId)} · ${className(seed.truth, names)}`,
	'seed.answered': (answer, names) => {
		const said = answeredClass(answer);
		const verdict = verdictWords(answer.verdict);
		return said === null ? verdict : `${verdict}: ${className(said, names)}`;
	},
	'oversight.tightened': (body, names) => names.person(body.personId),
	'oversight.relaxed': (body, names) => `${names.person(body.personId)}: ${body.reason}`,
	'fault.reported': (report) => [...report.codes.map(({ code }) => code), report.text].filter(Boolean).join(' · '),
	'repair.recorded': (repair) => repair.remedies.join(', '),
	'repair.judged': (outcome) => outcome.note,
	'cause.proposed': (cause) => cause.name,
	'cause.settled': (settled) => settled.reason,
	'fault-catalogue.published': (catalogue) => `v${catalogue.version}`,
	'asset.read': (reading) => [...reading.codes, ...reading.replaced].join(', '),
	'audit-template.published': (template) => `${template.name} v${template.version}`,
	'audit.started': (audit) => audit.title,
	'audit.answered': (answer) => answer.note,
	'finding.stated': (finding) => finding.text,
	'audit.signed': (signed) => signed.printedName,
	'audit.abandoned': (body) => body.reason
};

/** Entries in the ledger have been validated; a type of a newer version says nothing here. */
export function contentInWords(entry: EntryEnvelope, names: Names): string {
	return isEntryType(entry.type) ? say(entry as Entry, names) : '';
}

function say<T extends EntryType>({ type, body }: { type: T; body: BodyOf<T> }, names: Names): string {
	return SAY[type](body, names);
}

function className(id: string, names: Names): string {
	return id === GOOD ? m.queue_class_good() : names.class(id);
}
