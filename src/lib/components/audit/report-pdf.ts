/** The report as a PDF, made on the tablet with no network. Loaded when somebody asks for one. */
import type { EvidencePhoto } from '$lib/domain/audit/audit';
import { m } from '$lib/messages';
import type { Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces';
import { dateAndTime, dateInWords } from '../measures';
import { meaningWords } from '../oversight-words';
import { findingStateWords, severityWords } from './answer-words';
import { markedPhoto } from './marked-photo';
import { photosOf, type Report, type ReportRow } from './report';
import { pointsWords, shareWords } from './score-words';

const RED = '#96192b';
const GREEN = '#0b5d3b';
const SOFT = '#3c4446';
const LINE = '#cfd3c9';
/** Points: two photos beside each other on A4 with its margins. */
const PHOTO_WIDTH = 240;
const PHOTO_HEIGHT = 190;

/** A photo's bytes; null where neither the tablet nor the server can give them now. */
type OpenPhoto = (sha256: string) => Promise<Blob | null>;

/** @param progress told after each photo */
export async function reportPdf(
	report: Report,
	openPhoto: OpenPhoto,
	progress: (done: number, total: number) => void
): Promise<Blob> {
	const photos = photosOf(report);
	const images: Record<string, string> = {};
	for (const [index, evidence] of photos.entries()) {
		progress(index, photos.length);
		const blob = await openPhoto(evidence.photo.sha256);
		// A photo that cannot be read is named in the report, and the rest goes on.
		const image = blob && (await markedPhoto(blob, evidence).catch(() => null));
		if (image) images[evidence.photo.sha256] = image;
	}
	progress(photos.length, photos.length);
	const [{ default: pdfMake }, { default: fonts }] = await Promise.all([
		import('pdfmake/build/pdfmake'),
		import('pdfmake/build/vfs_fonts')
	]);
	pdfMake.addVirtualFileSystem(fonts);
	return pdfMake.createPdf(documentOf(report, images)).getBlob();
}

/** The document as pdfmake takes it; `images` by the photos' SHA-256. */
export function documentOf(report: Report, images: Record<string, string>): TDocumentDefinitions {
	return {
		info: { title: `${m.audit_report_title()}: ${report.title}` },
		pageSize: 'A4',
		pageMargins: [40, 40, 40, 50],
		images,
		defaultStyle: { fontSize: 10, lineHeight: 1.15 },
		styles: {
			title: { fontSize: 20, bold: true },
			section: { fontSize: 13, bold: true, margin: [0, 14, 0, 4] },
			head: { bold: true, color: SOFT, fontSize: 9 },
			soft: { color: SOFT, fontSize: 9 }
		},
		footer: (page, pages) => ({
			columns: [
				{ text: `${report.site} · ${report.title}` },
				{ text: m.audit_report_page({ page, pages }), alignment: 'right' }
			],
			margin: [40, 16, 40, 0],
			style: 'soft'
		}),
		content: [
			...headOf(report),
			...report.sections.flatMap(({ name, rows }) => [
				{ text: name, style: 'section' },
				answersTable(rows),
				...rows.flatMap((row) => photoBlocks(row.text, row.photos, images))
			]),
			{ text: m.audit_findings(), style: 'section' },
			...findingBlocks(report, images),
			...signatureBlocks(report)
		]
	};
}

function headOf(report: Report): Content[] {
	const facts: [string, string | null][] = [
		[m.audit_report_site(), report.site],
		[m.audit_report_template(), `${report.template} · ${m.audit_version({ version: report.version })}`],
		[m.audit_report_area(), report.area],
		[m.audit_report_started(), `${report.startedBy}, ${dateAndTime(report.startedAt)}`],
		[m.audit_report_place(), report.place]
	];
	const head: Content[] = [
		{ text: m.audit_report_title(), style: 'soft' },
		{ text: report.title, style: 'title' },
		...(report.signature ? [] : [{ text: m.audit_report_draft(), bold: true, color: RED }]),
		{
			table: {
				widths: [90, '*'],
				body: facts.flatMap(([name, value]): TableCell[][] => (value ? [[{ text: name, style: 'head' }, value]] : []))
			},
			layout: 'noBorders',
			margin: [0, 8, 0, 8]
		}
	];
	if (report.score) {
		const { passed } = report.score;
		const need = report.passAt === null ? '' : ` · ${m.audit_pass_at({ share: shareWords(report.passAt) })}`;
		head.push({
			text: [
				{ text: passed ? m.audit_passed() : m.audit_not_passed(), bold: true, color: passed ? GREEN : RED },
				`  ${pointsWords(report.score)}${need}`
			],
			fontSize: 13
		});
	}
	if (report.summary) head.push({ text: m.audit_report_summary(), style: 'section' }, report.summary);
	return head;
}

const LINES = { hLineColor: () => LINE, vLineColor: () => LINE, hLineWidth: () => 0.5, vLineWidth: () => 0.5 };

function answersTable(rows: readonly ReportRow[]): Content {
	const head = [m.audit_report_item(), m.audit_report_answer(), m.audit_report_who()];
	return {
		table: {
			headerRows: 1,
			dontBreakRows: true,
			widths: ['*', 150, 110],
			body: [
				head.map((text): TableCell => ({ text, style: 'head' })),
				...rows.map((row): TableCell[] => [
					row.text,
					{
						stack: [
							{
								text: row.answer ?? m.audit_report_not_answered(),
								bold: row.result === 'failed',
								color: row.result === 'failed' ? RED : row.result === 'open' ? SOFT : '#14181a'
							},
							...(row.note ? [{ text: row.note, style: 'soft' }] : [])
						]
					},
					{ text: row.by && row.at ? `${row.by}\n${dateAndTime(row.at)}` : '', style: 'soft' }
				])
			]
		},
		layout: LINES
	};
}

/** Two beside each other, each with what it is of. */
function photoBlocks(label: string, photos: readonly EvidencePhoto[], images: Record<string, string>): Content[] {
	const blocks = photos.map(({ photo: { sha256 } }, index): Content => {
		const caption = { text: m.audit_photo_of({ index: index + 1, item: label }), style: 'soft' };
		if (!images[sha256]) return { stack: [caption, { text: m.audit_report_photo_missing(), style: 'soft' }] };
		return { stack: [{ image: sha256, fit: [PHOTO_WIDTH, PHOTO_HEIGHT] }, caption] };
	});
	const pairs: Content[] = [];
	for (let index = 0; index < blocks.length; index += 2)
		pairs.push({ columns: blocks.slice(index, index + 2), columnGap: 12, margin: [0, 6, 0, 6], unbreakable: true });
	return pairs;
}

function findingBlocks({ findings }: Report, images: Record<string, string>): Content[] {
	if (findings.length === 0) return [{ text: m.audit_report_no_findings() }];
	const head = [m.audit_finding_text(), m.audit_finding_severity(), m.audit_owner(), m.audit_finding_due()];
	return [
		{
			table: {
				headerRows: 1,
				dontBreakRows: true,
				widths: ['*', 80, 100, 80],
				body: [
					head.map((text): TableCell => ({ text, style: 'head' })),
					...findings.map(({ finding, owner }): TableCell[] => [
						{
							stack: [
								{ text: finding.text, bold: true },
								...(finding.correctiveAction ? [{ text: finding.correctiveAction }] : []),
								{ text: findingStateWords(finding.state), style: 'soft' }
							]
						},
						severityWords(finding.severity),
						owner ?? m.audit_owner_none(),
						finding.dueOn ? dateInWords(`${finding.dueOn}T12:00:00Z`) : m.audit_no_due()
					])
				]
			},
			layout: LINES
		},
		...findings.flatMap(({ finding }) => photoBlocks(finding.text, finding.photos, images))
	];
}

function signatureBlocks({ signature, hash, signedHash }: Report): Content[] {
	const words = signature
		? m.audit_signed({
				person: signature.printedName,
				meaning: meaningWords(signature.meaning),
				at: dateAndTime(signature.signedAt)
			})
		: m.audit_report_draft();
	return [
		{
			unbreakable: true,
			stack: [
				{ text: m.audit_report_signature(), style: 'section' },
				words,
				{ text: `${m.audit_report_hash()}: ${signedHash ?? hash}`, style: 'soft', margin: [0, 4, 0, 0] }
			]
		}
	];
}
