/** Audits and findings to take along: tables for spreadsheets, and data for other programs. */
import type { AnswerValue } from '$lib/domain/audit/audit';
import type { FindingDocument } from '$lib/domain/audit/documents';
import { daysOverdue } from '$lib/domain/audit/follow-up';
import type { AuditItem } from '$lib/domain/audit/template';
import type { Core } from '../core';
import { BYTE_ORDER_MARK, csvLine, type Cell } from '../ledger/csv-text';
import { streamOf } from '../ledger/text-stream';
import { readDocuments } from '../projections';
import { readAudit, readAudits, readFindings, type AuditFilter, type FindingFilter, type WholeAudit } from './read';

const AUDIT_HEAD = [
	...['audit', 'title', 'template', 'version', 'state', 'begun_by', 'begun_at', 'score', 'possible', 'passed'],
	...['signed_by', 'signed_at', 'section', 'item', 'round', 'answer', 'note', 'photos', 'answered_by', 'answered_at']
];

type Names = ReadonlyMap<string, string>;

/** Every answer that counts in a line of its own, with its audit; an audit without answers has one line. */
export function exportAuditsCsv(core: Core, site: string, filter: AuditFilter): ReadableStream<Uint8Array> {
	return streamOf(
		(async function* () {
			yield `${BYTE_ORDER_MARK}${csvLine(AUDIT_HEAD)}`;
			const names = await readNames(core, site);
			for await (const whole of wholeAudits(core, site, filter)) yield auditLines(whole, names);
		})()
	);
}

/** `{ audits: [{ audit, template, answers, findings }] }`, each as it is on record. */
export function exportAuditsJson(core: Core, site: string, filter: AuditFilter): ReadableStream<Uint8Array> {
	return streamOf(
		(async function* () {
			let before = '{"audits":[';
			for await (const whole of wholeAudits(core, site, filter)) {
				yield before + JSON.stringify(whole);
				before = ',\n';
			}
			yield before === ',\n' ? ']}\n' : '{"audits":[]}\n';
		})()
	);
}

async function* wholeAudits(core: Core, site: string, filter: AuditFilter): AsyncGenerator<WholeAudit, void> {
	for (const { started } of await readAudits(core, site, filter)) {
		const whole = await readAudit(core.db, site, started.id);
		if (whole) yield whole;
	}
}

function auditLines({ audit, template, answers }: WholeAudit, names: Names): string {
	const { started, score, signed } = audit;
	const own: Cell[] = [
		...[started.id, started.title, audit.templateName, started.templateVersion, audit.state],
		...[nameIn(names, audit.by), audit.at, score?.got ?? null, score?.possible ?? null],
		score ? String(score.passed) : null,
		...[nameIn(names, signed?.by ?? null), signed?.at ?? null]
	];
	if (answers.length === 0) return csvLine([...own, ...AUDIT_HEAD.slice(own.length).map(() => null)]);
	const places = new Map(
		template.sections.flatMap(({ name, items }) => items.map((item) => [item.id, { name, item }]))
	);
	return answers
		.map(({ answer, by, at }) => {
			const place = places.get(answer.itemId);
			return csvLine([
				...own,
				...[place?.name ?? null, place?.item.text ?? answer.itemId, answer.round + 1],
				...[valueInWords(answer.value, place?.item), answer.note, answer.photos.length, nameIn(names, by), at]
			]);
		})
		.join('');
}

const FINDING_HEAD = [
	...['finding', 'audit', 'audit_title', 'text', 'severity', 'state', 'owner', 'due', 'days_overdue'],
	...['corrective_action', 'verification', 'found_by', 'found_at', 'done_by', 'after_signature', 'repeats']
];

export async function exportFindingsCsv(core: Core, site: string, filter: FindingFilter): Promise<string> {
	const names = await readNames(core, site);
	const today = core.now().toISOString().slice(0, 10);
	const found = await readFindings(core, site, filter);
	return BYTE_ORDER_MARK + csvLine(FINDING_HEAD) + found.map((each) => findingLine(each, names, today)).join('');
}

function findingLine(document: FindingDocument, names: Names, today: string): string {
	const { finding, by, at, doneBy, auditTitle, afterSignature } = document;
	return csvLine([
		...[finding.id, finding.auditId, auditTitle, finding.text, finding.severity, finding.state],
		...[nameIn(names, finding.ownerId), finding.dueOn, daysOverdue(finding, today)],
		...[finding.correctiveAction, finding.verification, nameIn(names, by), at, nameIn(names, doneBy)],
		...[String(afterSignature), finding.repeats]
	]);
}

/** What an answer says, for a table: choices by their names. */
function valueInWords(value: AnswerValue, item: AuditItem | undefined): Cell {
	if (value === null) return null;
	switch (value.kind) {
		case 'choice': {
			const choices = item?.type.kind === 'choice' ? item.type.choices : [];
			return value.value.map((id) => choices.find((choice) => choice.id === id)?.name ?? id).join('; ');
		}
		case 'photo':
			return value.verdict ?? 'photo';
		case 'place':
			return `${value.value.latitude} ${value.value.longitude}`;
		case 'signature':
			return value.printedName;
		case 'skipped':
			return `skipped: ${value.reason}`;
		default:
			return value.value;
	}
}

async function readNames(core: Core, site: string): Promise<Names> {
	const people = await readDocuments(core.db, site, 'person');
	return new Map(people.map(({ id, name }) => [id, name]));
}

function nameIn(names: Names, id: string | null): string | null {
	return id === null ? null : (names.get(id) ?? id);
}
