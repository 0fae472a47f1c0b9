import { describe, expect, it } from 'vitest';
import type { Report, ReportRow } from './report';
import { documentOf } from './report-pdf';
import { reportCsv, reportFileName } from './report-files';

const row = (changes: Partial<ReportRow>): ReportRow => ({
	...{ itemId: 'door', round: 0, text: 'Is the door free?', answer: 'Pass', result: 'passed', note: '', by: 'Ada' },
	...{ at: '2026-11-25T10:00:00.000Z', photos: [] },
	...changes
});
const report = (rows: ReportRow[]): Report => ({
	...{
		id: 'audit-1',
		title: 'Hall 3, north/west',
		site: 'Riverside',
		template: 'Fire safety',
		version: 2,
		kind: 'audit'
	},
	...{ area: null, place: null, startedBy: 'Ada', startedAt: '2026-11-25T09:00:00.000Z', state: 'open', passAt: 0.8 },
	...{ score: { got: 1, possible: 2, passed: false }, sections: [{ name: 'Hall', rows }], findings: [], summary: '' },
	...{ signature: null, hash: 'h'.repeat(43), signedHash: null }
});
const photo = {
	photo: { sha256: 'a'.repeat(64), mediaType: 'image/jpeg' as const, bytes: 9, width: 4, height: 3 },
	...{ marks: [], captureId: null }
};

describe('the report as a table', () => {
	it('keeps commas, quotes and line breaks in their cells', () => {
		const lines = reportCsv(report([row({ note: 'said "no",\nthen left' })]));
		expect(lines).toContain('"said ""no"",\nthen left"');
		expect(lines.charCodeAt(0)).toBe(0xfeff);
	});

	it('gives a spreadsheet no formula to run', () => {
		expect(reportCsv(report([row({ note: '=HYPERLINK("http://x")' })]))).toContain('"\'=HYPERLINK(""http://x"")"');
		expect(reportCsv(report([row({ answer: '-4' })]))).toContain(",'-4,");
	});

	it('has a name that every disk takes', () => {
		expect(reportFileName(report([]), 'pdf')).toBe('audit-hall-3-north-west-2026-11-25.pdf');
	});
});

describe('the report as a PDF', () => {
	const text = (rows: ReportRow[], images: Record<string, string> = {}) =>
		JSON.stringify(documentOf(report(rows), images));

	it('says that it is a draft, what was answered and by whom', () => {
		expect(text([row({})])).toContain('Draft: not signed');
		expect(text([row({ answer: null, result: 'open', by: null, at: null })])).toContain('Not answered');
	});

	it('shows the photos that are here, and names those that are not', () => {
		expect(text([row({ photos: [photo] })], { [photo.photo.sha256]: 'data:' })).toContain(
			`"image":"${'a'.repeat(64)}"`
		);
		expect(text([row({ photos: [photo] })])).toContain('Photo not on this tablet');
	});
});
