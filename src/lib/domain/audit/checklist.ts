/** Reads a simple checklist, one item a row, as a template: what a quality department keeps in a spreadsheet. */
import { MAX_NAME, MAX_TEXT, type Imported, type LeftOut, type LeftOutWhat, type Sheet } from './imported';
import type { AuditItem, AuditSection, Evidence, ItemKind } from './template';

/** The columns by the names they may have, in English and German. */
const COLUMNS = {
	section: ['section', 'abschnitt', 'bereich'],
	item: ['item', 'question', 'check', 'punkt', 'frage', 'prüfpunkt'],
	kind: ['kind', 'type', 'art', 'typ'],
	required: ['required', 'pflicht'],
	unit: ['unit', 'einheit'],
	min: ['min', 'minimum'],
	max: ['max', 'maximum'],
	choices: ['choices', 'options', 'auswahl', 'antworten'],
	evidence: ['evidence', 'nachweis'],
	help: ['help', 'hint', 'hilfe', 'hinweis'],
	weight: ['weight', 'gewicht'],
	critical: ['critical', 'kritisch']
} as const;
type Column = keyof typeof COLUMNS;

const KINDS: Readonly<Record<string, ItemKind['kind'] | 'choices'>> = {
	...{
		'': 'pass-fail',
		'pass/fail': 'pass-fail',
		'pass-fail': 'pass-fail',
		'ok/nok': 'pass-fail',
		'io/nio': 'pass-fail'
	},
	...{ number: 'number', zahl: 'number', measurement: 'number', messwert: 'number', text: 'text' },
	...{ choice: 'choice', auswahl: 'choice', choices: 'choices', mehrfachauswahl: 'choices' },
	...{ photo: 'photo', foto: 'photo', barcode: 'barcode', code: 'barcode', date: 'date', datum: 'date' },
	...{ place: 'place', ort: 'place', signature: 'signature', unterschrift: 'signature' },
	...{ instruction: 'instruction', hinweistext: 'instruction', anweisung: 'instruction' }
};

const EVIDENCE_WORDS: Readonly<Record<string, Evidence>> = {
	...{ 'photo on fail': 'photo-on-fail', 'foto bei mangel': 'photo-on-fail', 'photo-on-fail': 'photo-on-fail' },
	...{ photo: 'photo-always', foto: 'photo-always', 'photo always': 'photo-always', 'photo-always': 'photo-always' },
	...{ note: 'note-on-fail', notiz: 'note-on-fail', 'note on fail': 'note-on-fail', 'note-on-fail': 'note-on-fail' }
};

/** Whether the first row names items, so that this is a checklist at all. */
export function isChecklist(sheet: Sheet): boolean {
	return columnsOf(sheet).has('item');
}

/** @param name what the template is called, and its section where a row names none */
export function readChecklist(sheet: Sheet, name: string): Imported {
	const columns = columnsOf(sheet);
	const left: LeftOut[] = unknownColumns(sheet);
	const sections: AuditSection[] = [];
	sheet.slice(1).forEach((cells, index) => {
		const row = index + 2;
		const get = (column: Column) => textAt(cells, columns.get(column));
		const add = (what: LeftOutWhat, detail: string, whole = false) =>
			left.push({ sheet: '', row, what, detail, whole });
		if (cells.every((_, at) => textAt(cells, at) === '')) return;
		const sectionName = (get('section') || sections.at(-1)?.name || name).slice(0, MAX_NAME);
		if (get('item') === '') return void add('no-label', '', true);
		const type = kindOf(get, add);
		if (!type) return;
		let section = sections.find((known) => known.name === sectionName);
		if (!section) {
			section = { id: `section-${sections.length + 1}`, name: sectionName, when: null, repeat: null, items: [] };
			sections.push(section);
		}
		section.items.push(itemOf(`item-${row}`, type, get, add));
	});
	const roles: Imported['content']['signedBy'] = ['auditor', 'quality-engineer', 'supervisor', 'admin'];
	return {
		content: { name: name.slice(0, MAX_NAME), kind: 'audit', sections, passAt: null, askPlace: false, signedBy: roles },
		left
	};
}

type Get = (column: Column) => string;
type Add = (what: LeftOutWhat, detail: string, whole?: boolean) => void;

function kindOf(get: Get, add: Add): ItemKind | null {
	const written = get('kind');
	const kind = KINDS[written.toLowerCase()];
	switch (kind) {
		case undefined:
			add('kind', written, true);
			return null;
		case 'pass-fail':
			return { kind, allowNotApplicable: true };
		case 'number': {
			const [min, max] = [limit(get('min'), add), limit(get('max'), add)];
			const isTurned = min !== null && max !== null && min > max;
			if (isTurned) add('number', `${get('min')} > ${get('max')}`);
			const limits = isTurned ? { min: null, max: null } : { min, max };
			return { kind, unit: get('unit').slice(0, 30), ...limits, decimals: decimalsOf(get('min'), get('max')) };
		}
		case 'text':
			return { kind, multiline: true };
		case 'choice':
		case 'choices': {
			const names = get('choices')
				.split(/[;|\n]/)
				.map((each) => each.trim())
				.filter((each) => each !== '');
			if (names.length === 0) {
				add('no-choices', get('item'), true);
				return null;
			}
			const choices = names.map((each, index) => ({
				...{ id: `choice-${index + 1}`, name: each.slice(0, MAX_NAME), score: null, fails: false }
			}));
			return { kind: 'choice', several: kind === 'choices', choices };
		}
		case 'photo':
			return { kind, least: 1, assist: null };
		case 'barcode':
			return { kind, expected: null };
		case 'signature':
			return { kind, role: null };
		case 'date':
		case 'place':
		case 'instruction':
			return { kind };
	}
}

function itemOf(id: string, type: ItemKind, get: Get, add: Add): AuditItem {
	const text = get('item');
	const help = get('help');
	if (text.length > MAX_NAME) add('cut-off', text.slice(MAX_NAME));
	if (help.length > MAX_TEXT) add('cut-off', help.slice(MAX_TEXT));
	const isJudged = type.kind === 'pass-fail' || type.kind === 'number';
	const weight = get('weight') === '' ? null : limit(get('weight'), add);
	return {
		...{ id, text: text.slice(0, MAX_NAME), help: help.slice(0, MAX_TEXT), type },
		required: type.kind !== 'instruction' && (get('required') === '' || isYes(get('required'))),
		evidence: evidenceOf(get, add),
		weight: Math.max(0, weight ?? (isJudged ? 1 : 0)),
		critical: isYes(get('critical')),
		...{ when: null, constraint: null, assetId: null }
	};
}

function evidenceOf(get: Get, add: Add): Evidence[] {
	const found = new Set<Evidence>();
	for (const word of get('evidence')
		.split(/[;,|\n]/)
		.map((each) => each.trim())) {
		const evidence = EVIDENCE_WORDS[word.toLowerCase()];
		if (evidence) found.add(evidence);
		else if (word !== '' && !/^(none|keine?r?|-)$/i.test(word)) add('evidence', word);
	}
	return [...found];
}

/** With a point or, as in German spreadsheets, a comma. */
function limit(text: string, add: Add): number | null {
	if (text === '') return null;
	const number = Number(text.replace(',', '.'));
	if (Number.isFinite(number)) return number;
	add('number', text);
	return null;
}

function decimalsOf(...limits: string[]): number {
	const behind = limits.map((text) => /[.,](\d+)$/.exec(text)?.[1]?.length ?? 0);
	return Math.min(6, Math.max(2, ...behind));
}

function isYes(text: string): boolean {
	return /^(yes|y|x|true|1|ja|j|wahr)$/i.test(text);
}

function columnsOf([head = []]: Sheet): Map<Column, number> {
	const found = new Map<Column, number>();
	head.forEach((_, index) => {
		const column = columnNamed(textAt(head, index));
		if (column && !found.has(column)) found.set(column, index);
	});
	return found;
}

function unknownColumns([head = []]: Sheet): LeftOut[] {
	const names = head.map((_, index) => textAt(head, index)).filter((name) => name !== '' && !columnNamed(name));
	return names.map((detail) => ({ sheet: '', row: 1, what: 'column', detail, whole: false }));
}

function columnNamed(name: string): Column | null {
	const found = Object.entries(COLUMNS).find(([, names]) => (names as readonly string[]).includes(name.toLowerCase()));
	return (found?.[0] as Column | undefined) ?? null;
}

function textAt(cells: Sheet[number], index: number | undefined): string {
	const cell = cells[index ?? -1];
	return cell === null || cell === undefined ? '' : String(cell).trim();
}
