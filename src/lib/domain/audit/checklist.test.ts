import { describe, expect, it } from 'vitest';
import { isChecklist, readChecklist } from './checklist';
import type { Sheet } from './imported';

function sheet(...lines: string[]): Sheet {
	return lines.map((line) => line.split('|').map((cell) => cell.trim()));
}

describe('a checklist from a spreadsheet', () => {
	it('becomes a template, section by section', () => {
		const { content, left } = readChecklist(
			sheet(
				'Section|Item|Kind|Required|Unit|Min|Max|Choices|Evidence|Help|Weight|Critical',
				'Exits|Is the way out free?|||||||photo on fail; note|Walk it to the door|2|x',
				'|Light above the door|pass/fail|no',
				'Pressure|Air at the main valve|number|yes|bar|5.5|8',
				'Pressure|State of the hose|choice||||| New ; Worn ; Torn'
			),
			'Morning round'
		);
		expect(left).toEqual([]);
		expect(content.sections.map(({ name, items }) => [name, items.length])).toEqual([
			['Exits', 2],
			['Pressure', 2]
		]);
		expect(content.sections[0]?.items[0]).toMatchObject({
			evidence: ['photo-on-fail', 'note-on-fail'],
			weight: 2,
			critical: true,
			required: true
		});
		expect(content.sections[0]?.items[1]).toMatchObject({ required: false, weight: 1 });
		expect(content.sections[1]?.items[0]?.type).toMatchObject({ kind: 'number', unit: 'bar', min: 5.5, max: 8 });
		expect(content.sections[1]?.items[1]?.type).toMatchObject({
			choices: [{ name: 'New' }, { name: 'Worn' }, { name: 'Torn' }]
		});
	});

	it('is read under German headings, with numbers as German spreadsheets write them', () => {
		const { content, left } = readChecklist(
			sheet('Abschnitt|Prüfpunkt|Art|Einheit|Min|Max|Pflicht', 'Druck|Reifen|Zahl|bar|2,1|2,6|ja'),
			'Rundgang'
		);
		expect(left).toEqual([]);
		expect(content.sections[0]?.items[0]?.type).toMatchObject({ min: 2.1, max: 2.6 });
	});

	it('tells row by row what is wrong, and takes over the rest', () => {
		const { content, left } = readChecklist(
			sheet(
				'Item|Kind|Min|Max|Evidence|Price',
				'A|guess',
				'B|number|low|3',
				'C|number|5|3',
				'|text',
				'D||||smell',
				'E|choice'
			),
			'Round'
		);
		expect(left.map(({ row, what, detail }) => `${row} ${what} ${detail}`)).toEqual([
			'1 column Price',
			'2 kind guess',
			'3 number low',
			'4 number 5 > 3',
			'5 no-label ',
			'6 evidence smell',
			'7 no-choices E'
		]);
		expect(content.sections[0]?.items.map(({ text }) => text)).toEqual(['B', 'C', 'D']);
		expect(isChecklist(sheet('Price|Colour', '1|red'))).toBe(false);
	});
});
