/** One row of a survey as what an item asks for. */
import type { Choice, ItemKind } from '../template';
import type { Row } from './rows';

/** What a row is, before anything else of it is looked at. */
export type RowKind =
	| { is: 'item'; type: ItemKind; otherToo?: boolean }
	| { is: 'begin'; repeat: boolean }
	| { is: 'end'; repeat: boolean }
	| { is: 'left-out'; what: 'type' | 'metadata' | 'calculation' | 'no-choices' };

const METADATA = [
	'start',
	'end',
	'today',
	'deviceid',
	'device_id',
	'phonenumber',
	'phone_number',
	'username',
	'email',
	'audit',
	'simserial',
	'subscriberid',
	'start-geopoint',
	'background-audio',
	'background-geopoint'
];

/** The most choices that an item can have. */
const MAX_CHOICES = 500;

/** `choicesOf` gives the choices of a list, none where the form does not have it. */
export function kindOf(row: Row, choicesOf: (list: string) => readonly Choice[]): RowKind {
	const [word = '', list = '', other = ''] = wordsOf(row.get('type'));
	switch (word) {
		case 'begin_group':
		case 'end_group':
		case 'begin_repeat':
		case 'end_repeat':
			return { is: word.startsWith('begin') ? 'begin' : 'end', repeat: word.endsWith('repeat') };
		case 'select_one':
		case 'select_multiple': {
			const choices = choicesOf(list);
			if (choices.length === 0 || choices.length > MAX_CHOICES) return { is: 'left-out', what: 'no-choices' };
			const type: ItemKind = { kind: 'choice', several: word === 'select_multiple', choices: [...choices] };
			return { is: 'item', type, otherToo: other === 'or_other' };
		}
		case 'integer':
		case 'int':
			return { is: 'item', type: { kind: 'number', unit: '', min: null, max: null, decimals: 0 } };
		case 'decimal':
			return { is: 'item', type: { kind: 'number', unit: '', min: null, max: null, decimals: 6 } };
		case 'range':
			return { is: 'item', type: { kind: 'number', unit: '', min: null, max: null, decimals: 2 } };
		case 'text':
		case 'string':
			return { is: 'item', type: { kind: 'text', multiline: appearanceOf(row).includes('multiline') } };
		case 'date':
			return { is: 'item', type: { kind: 'date' } };
		case 'note':
		case 'acknowledge':
		case 'trigger':
			return { is: 'item', type: { kind: 'instruction' } };
		case 'image':
		case 'photo':
			return appearanceOf(row).includes('signature')
				? { is: 'item', type: { kind: 'signature', role: null } }
				: { is: 'item', type: { kind: 'photo', least: 1, assist: null } };
		case 'barcode':
			return { is: 'item', type: { kind: 'barcode', expected: null } };
		case 'geopoint':
		case 'gps':
			return { is: 'item', type: { kind: 'place' } };
		case 'calculate':
		case 'hidden':
			return { is: 'left-out', what: 'calculation' };
		default:
			return { is: 'left-out', what: METADATA.includes(word) ? 'metadata' : 'type' };
	}
}

/** `begin group` and `begin_group` are the same, and so are `select one` and `select_one`. */
function wordsOf(type: string): string[] {
	const text = type
		.trim()
		.replace(/\s+/g, ' ')
		.replace(/\bor other$/i, 'or_other');
	const joined = text.replace(/^(begin|end|select) (group|repeat|one|multiple)\b/i, '$1_$2');
	const [word = '', ...rest] = joined.split(' ');
	return [word.toLowerCase(), ...rest];
}

export function appearanceOf(row: Row): string[] {
	return row
		.get('appearance')
		.split(/\s+/)
		.filter((word) => word !== '');
}

/** How something is laid out: audits have their own way, and nothing is lost. */
const LAYOUT =
	/^(minimal|quick|quickcompact|compact(-\d+)?|horizontal(-compact)?|field-list|likert|list(-nolabel)?|label|w\d+|columns(-\d+|-pack)?|no-buttons|autocomplete|search|numbers|thousands-sep|multiline|signature|new(-front|-rear)?|annotate|no-calendar|table-list|summary|placement-map|maps|masked)$/;

/** What of a row's appearance would change what is asked. */
export function meaningfulAppearance(row: Row): string[] {
	return appearanceOf(row).filter((word) => !LAYOUT.test(word));
}
