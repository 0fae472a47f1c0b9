/** The report as a table and as data, for other programs. */
import { m } from '$lib/messages';
import type { Report } from './report';

/** RFC 4180, with a byte order mark so that spreadsheets read it as UTF-8. What a spreadsheet would take for a formula is led by an apostrophe. */
export function reportCsv({ sections }: Report): string {
	const head = [
		m.audit_report_section(),
		m.audit_report_item(),
		m.audit_report_round(),
		m.audit_report_answer(),
		m.audit_report_result(),
		m.audit_note(),
		m.audit_report_who(),
		m.audit_report_when(),
		m.audit_report_photos()
	];
	const rows = sections.flatMap(({ name, rows }) =>
		rows.map((row) => [
			name,
			row.text,
			String(row.round + 1),
			row.answer ?? '',
			resultWords(row.result),
			row.note,
			row.by ?? '',
			row.at ?? '',
			row.photos.map(({ photo }) => photo.sha256).join(' ')
		])
	);
	return '\ufeff' + [head, ...rows].map((cells) => cells.map(cellOf).join(',') + '\r\n').join('');
}

/** Everything of the report, as it is on record. */
export function reportJson(report: Report): string {
	return JSON.stringify(report, null, '\t') + '\n';
}

/** A name that every disk takes: "audit-hall-3-2026-11-25.pdf". */
export function reportFileName({ title, startedAt }: Report, extension: string): string {
	const plain = title
		.toLowerCase()
		.normalize('NFKD')
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '');
	return ['audit', plain.slice(0, 60), startedAt.slice(0, 10)].filter(Boolean).join('-') + `.${extension}`;
}

function cellOf(text: string): string {
	const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const RESULTS = {
	failed: m.audit_fail,
	passed: m.audit_report_in_order,
	skipped: m.audit_skipped_items,
	open: m.audit_report_not_answered
};

function resultWords(result: keyof typeof RESULTS): string {
	return RESULTS[result]();
}
