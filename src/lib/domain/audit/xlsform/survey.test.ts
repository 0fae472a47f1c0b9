import { AuditTemplate } from '../template';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Sheet } from '../imported';
import { readXlsForm } from './survey';

/** A sheet from lines of cells that are separated by bars. */
function sheet(...lines: string[]): Sheet {
	return lines.map((line) => line.split('|').map((cell) => cell.trim()));
}

const CHOICES = sheet('list_name|name|label', 'yn|yes|Yes', 'yn|no|No', 'where|roof|Roof', 'where|wall|Wall');

function read(...survey: string[]) {
	const imported = readXlsForm({ survey: sheet(...survey), choices: CHOICES, settings: [] }, 'Site visit');
	return { ...imported, items: imported.content.sections.flatMap(({ items }) => items) };
}

describe('a form in the XLSForm format', () => {
	it('becomes a template that can be published, with every kind of question that audits have', () => {
		const { content, items, left } = read(
			'type|name|label|hint|required|appearance',
			'note|hello|Walk round the building once||',
			'select_one yn|leak|Does water get in?|Look at the ceiling|yes',
			'select_multiple where|places|Where?|||minimal',
			'integer|buckets|Buckets under it||true()',
			'decimal|area|Wet area',
			'text|remark|Anything else?|||multiline',
			'date|since|Since when?',
			'image|picture|Take a picture',
			'image|signed|Sign here|||signature',
			'barcode|code|Code on the door',
			'geopoint|place|Where is it?',
			'acknowledge|safe|I have made the place safe||yes'
		);
		expect(left).toEqual([]);
		expect(items.map(({ type: { kind } }) => kind)).toEqual([
			'instruction',
			'choice',
			'choice',
			'number',
			'number',
			'text',
			'date',
			'photo',
			'signature',
			'barcode',
			'place',
			'instruction'
		]);
		expect(items[1]).toMatchObject({
			id: 'leak',
			text: 'Does water get in?',
			help: 'Look at the ceiling',
			required: true
		});
		expect(items[2]?.type).toMatchObject({ several: true, choices: [{ id: 'roof', name: 'Roof' }, { id: 'wall' }] });
		expect(items.map(({ required }) => required).filter(Boolean)).toHaveLength(3);
		const whole = { ...content, id: 't', version: 1, retired: false, sample: false };
		expect(v.is(AuditTemplate, whole)).toBe(true);
	});

	it('keeps conditions and constraints with their message', () => {
		const { items, left } = read(
			'type|name|label|relevant|constraint|constraint_message',
			'select_one yn|leak|Leak?',
			"integer|litres|Litres an hour|${leak} = 'yes'|. >= 0 and . <= 100|Between 0 and 100",
			'select_multiple where|places|Where?|${litres} > 0|count-selected(.) <= 2|At most two'
		);
		expect(left).toEqual([]);
		expect(items[1]?.when).toEqual({ op: 'equals', item: 'leak', value: 'yes' });
		expect(items[1]?.constraint).toMatchObject({ holds: { op: 'all' }, message: 'Between 0 and 100' });
		expect(items[2]?.constraint?.message).toBe('At most two');
	});

	it('makes sections of groups, and of a repeat one that is answered several times', () => {
		const { content, left } = read(
			'type|name|label|relevant',
			'text|site|Site',
			'begin_group|outside|Outside',
			'text|paint|Paint',
			"begin group|roof|Roof|${paint} = 'old'",
			'text|tiles|Tiles',
			'end group',
			'text|door|Door',
			'end_group',
			'begin_repeat|pump|Pump',
			'text|serial|Serial number',
			"begin_group|details|Details|${serial} != ''",
			'text|noise|Noise',
			'end_group',
			'text|leak|Leak',
			'end_repeat',
			'text|end_note|Closing words'
		);
		expect(left).toEqual([]);
		expect(content.sections.map(({ name, items }) => [name, items.map(({ id }) => id)])).toEqual([
			['Site visit', ['site']],
			['Outside', ['paint']],
			['Outside · Roof', ['tiles']],
			['Outside', ['door']],
			['Pump', ['serial', 'noise', 'leak']],
			['Site visit', ['end_note']]
		]);
		expect(content.sections[2]?.when).toEqual({ op: 'equals', item: 'paint', value: 'old' });
		expect(content.sections[4]?.repeat).toEqual({ label: 'Pump', most: 100 });
		expect(content.sections[4]?.items[1]?.when).toEqual({ op: 'answered', item: 'serial' });
	});

	it('adds a line to write on where a list is open to others', () => {
		const { items } = read('type|name|label', 'select_one where or_other|place|Where?');
		expect(items[0]?.type).toMatchObject({ choices: [{ id: 'roof' }, { id: 'wall' }, { id: 'other' }] });
		expect(items[1]).toMatchObject({ type: { kind: 'text' }, when: { op: 'includes', item: 'place', value: 'other' } });
	});

	it('tells row by row what it could not take over', () => {
		const { items, left } = read(
			'type|name|label|relevant|calculation|default|choice_filter|repeat_count|appearance',
			'start|start',
			'calculate|total||| 1 + 1',
			'audio|sound|Record the noise',
			'select_one colours|colour|Colour',
			'integer|a|How many?|${later} > 1||3',
			'text|later|For ${a} people|pulldata(1)',
			'begin_repeat|outer|Outer||||| ${a}',
			'begin_repeat|inner|Inner',
			'select_one yn|q|Really?||||name=1',
			'end_repeat',
			'end_repeat',
			'range|level|Level||||||picker'
		);
		expect(left.map(({ row, what, whole }) => `${row} ${what}${whole ? ' (all of it)' : ''}`)).toEqual([
			'2 metadata (all of it)',
			'3 calculation (all of it)',
			'4 type (all of it)',
			'5 no-choices (all of it)',
			'6 relevant',
			'6 default',
			'7 answer-in-text',
			'7 relevant',
			'8 repeat-count',
			'9 nested-repeat',
			'10 choice-filter',
			'13 appearance'
		]);
		expect(items.map(({ id }) => id)).toEqual(['a', 'later', 'q', 'level']);
		expect(items[1]).toMatchObject({ text: 'For … people', when: null });
	});

	it('reads a form of several languages in its own, and says which others there are', () => {
		const survey = sheet(
			'type|name|label::Deutsch (de)|label::English (en)|hint::English (en)',
			'text|a|Halle|Hall|Which one?'
		);
		const settings = sheet('form_title|default_language', 'Round|English (en)');
		const english = readXlsForm({ survey, choices: [], settings }, 'file');
		expect(english.content.name).toBe('Round');
		expect(english.content.sections[0]?.items[0]).toMatchObject({ text: 'Hall', help: 'Which one?' });
		expect(english.left).toMatchObject([{ what: 'language', detail: 'Deutsch (de)' }]);
		const first = readXlsForm({ survey, choices: [], settings: [] }, 'file');
		expect(first.content.sections[0]?.items[0]?.text).toBe('Halle');
	});
});
