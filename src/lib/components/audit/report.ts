/** The report of an audit, put together from what is on record: one shape for the page, the PDF, the table and the data. */
import { answerKey } from '$lib/domain/audit/answers';
import type { EvidencePhoto, Finding } from '$lib/domain/audit/audit';
import { fails, isAnswered, isSkipped } from '$lib/domain/audit/failing';
import { hashOfAudit } from '$lib/domain/audit/hash';
import { AuditReading } from '$lib/domain/audit/reading';
import { scoreOf, type Score } from '$lib/domain/audit/result';
import type { AuditTemplate } from '$lib/domain/audit/template';
import { m } from '$lib/messages';
import type { KnownAudit, KnownFinding } from '$lib/state/audit/merge';
import { answerWords, placeWords } from './answer-words';

export interface ReportRow {
	itemId: string;
	round: number;
	text: string;
	/** In words; null where nothing was answered. */
	answer: string | null;
	result: 'failed' | 'passed' | 'skipped' | 'open';
	note: string;
	by: string | null;
	/** ISO 8601. */
	at: string | null;
	photos: readonly EvidencePhoto[];
}

export interface ReportSection {
	/** With the time round, where it is repeated. */
	name: string;
	rows: ReportRow[];
}

export interface Report {
	id: string;
	title: string;
	site: string;
	template: string;
	version: number;
	kind: AuditTemplate['kind'];
	area: string | null;
	place: string | null;
	startedBy: string;
	startedAt: string;
	state: KnownAudit['state'];
	score: Score | null;
	passAt: number | null;
	sections: ReportSection[];
	findings: { finding: Finding; owner: string | null; by: string }[];
	signature: { printedName: string; meaning: 'reviewed' | 'approved' | 'responsible-for'; signedAt: string } | null;
	summary: string;
	/** Of the answers and findings as they stand now. */
	hash: string;
	/** What the signature is bound to; the same as `hash` while nothing was changed since. */
	signedHash: string | null;
}

/** Names for ids; null where the tablet does not know them. */
export interface ReportNames {
	site: string;
	person: (id: string | null) => string | null;
	area: (id: string) => string | null;
}

export function reportOf(
	audit: KnownAudit,
	template: AuditTemplate,
	findings: readonly KnownFinding[],
	names: ReportNames
): Report {
	const reading = new AuditReading(template, audit.answers);
	const { started, signed } = audit;
	const nameOf = (id: string | null) => names.person(id) ?? m.audit_someone();
	const sections: ReportSection[] = [];
	let last: string | null = null;
	for (const { section, item, round } of reading.asked) {
		const key = answerKey(section.id, round);
		const name = section.repeat ? m.audit_round({ label: section.repeat.label, number: round + 1 }) : section.name;
		if (key !== last) sections.push({ name, rows: [] });
		last = key;
		const said = audit.answers.get(answerKey(item.id, round)) ?? null;
		const result = fails(item, said)
			? ('failed' as const)
			: isSkipped(said)
				? ('skipped' as const)
				: isAnswered(said)
					? ('passed' as const)
					: ('open' as const);
		sections.at(-1)?.rows.push({
			itemId: item.id,
			round,
			text: item.text,
			answer: answerWords(item, said?.value ?? null),
			result,
			note: said?.note ?? '',
			by: said && result !== 'open' ? nameOf(said.by) : null,
			at: said && result !== 'open' ? said.at : null,
			photos: said?.photos ?? []
		});
	}
	const current = findings.map(({ finding }) => finding);
	return {
		id: started.id,
		title: started.title,
		site: names.site,
		template: template.name,
		version: template.version,
		kind: template.kind,
		area: started.areaId === null ? null : names.area(started.areaId),
		place: started.place && placeWords(started.place),
		startedBy: nameOf(audit.by),
		startedAt: audit.at,
		state: audit.state,
		score: signed ? signed.score : scoreOf(reading),
		passAt: template.passAt,
		sections,
		findings: findings.map(({ finding, by }) => ({ finding, owner: names.person(finding.ownerId), by: nameOf(by) })),
		signature: signed && { printedName: signed.printedName, meaning: signed.meaning, signedAt: signed.signedAt },
		summary: signed?.summary ?? '',
		hash: hashOfAudit(started, audit.answers, current),
		signedHash: signed?.signed ?? null
	};
}

/** Every photo of a report once, in the order of the report. */
export function photosOf({ sections, findings }: Report): EvidencePhoto[] {
	const all = [
		...sections.flatMap(({ rows }) => rows.flatMap(({ photos }) => photos)),
		...findings.flatMap(({ finding }) => finding.photos)
	];
	return all.filter((one, index) => all.findIndex(({ photo }) => photo.sha256 === one.photo.sha256) === index);
}
