/**
 * Reads a form in the XLSForm format (https://xlsform.org) as a template: its three sheets row by row, no formula and no macro. What an audit
 * cannot ask in the same way is left out and told, never guessed. `docs/xlsform.md` says what is taken over.
 */
import { MAX_NAME, MAX_TEXT, type Imported, type LeftOutWhat, type Sheet, type TemplateContent } from '../imported';
import type { AuditItem, AuditSection, Choice, Condition, ItemKind } from '../template';
import { LeftOutList } from './left-out';
import { readExpression } from './expression';
import { kindOf, meaningfulAppearance } from './item';
import { rowsOf, textOf, type Row } from './rows';
import { choiceLists } from './choices';
import { NotTakenOver } from './tokens';

export interface XlsForm {
	survey: Sheet;
	choices: Sheet;
	settings: Sheet;
}

/** A group or repeat that was begun and has not ended. */
interface Open {
	name: string;
	label: string;
	isRepeat: boolean;
	/** As written there; read once everything before it is known. */
	when: Condition | null;
	row: number;
}

/** @param name what the template is called where the form does not say */
export function readXlsForm(form: XlsForm, name: string): Imported {
	return new SurveyReader(form, name).read();
}

class SurveyReader {
	readonly #left = new LeftOutList();
	readonly #sections: AuditSection[] = [];
	readonly #open: Open[] = [];
	/** The item that a `${name}` means; those that stand before it. */
	readonly #items = new Map<string, AuditItem>();
	readonly #ids = new Set<string>();
	readonly #title: string;
	readonly #language: string;
	readonly #lists: ReadonlyMap<string, readonly Choice[]>;
	/** That the next item begins a section of its own. */
	#isSectionDone = true;

	constructor(
		private readonly form: XlsForm,
		name: string
	) {
		const [settings] = rowsOf(form.settings, '').rows;
		this.#title = (settings?.get('form_title') ?? '') || name;
		this.#language = settings?.get('default_language') ?? '';
		this.#lists = choiceLists(form.choices, this.#language, this.#left);
	}

	read(): Imported {
		const { rows, others } = rowsOf(this.form.survey, this.#language);
		for (const language of others) this.#left.add('survey', 1, 'language', language);
		for (const row of rows) this.#readRow(row);
		for (const { row, name } of this.#open) this.#left.add('survey', row, 'unclosed', name);
		const content: TemplateContent = {
			name: this.#title.slice(0, MAX_NAME),
			kind: 'audit',
			sections: this.#sections,
			passAt: null,
			askPlace: false,
			signedBy: ['auditor', 'quality-engineer', 'supervisor', 'admin']
		};
		return { content, left: this.#left.rows };
	}

	#readRow(row: Row): void {
		const type = row.get('type');
		if (type === '') return;
		const kind = kindOf(row, (list) => this.#lists.get(list) ?? []);
		switch (kind.is) {
			case 'begin':
				return this.#begin(row, kind.repeat);
			case 'end':
				return this.#end(row, kind.repeat);
			case 'left-out':
				return this.#left.addWhole(
					'survey',
					row.number,
					kind.what,
					kind.what === 'type' ? type : row.get('name') || type
				);
			case 'item':
				return this.#addItem(row, kind.type, kind.otherToo ?? false);
		}
	}

	#begin(row: Row, isRepeat: boolean): void {
		const isInRepeat = this.#open.some((open) => open.isRepeat);
		const isNested = isRepeat && isInRepeat;
		if (isNested) this.#left.add('survey', row.number, 'nested-repeat', row.get('name'));
		if (row.get('repeat_count') !== '') this.#left.add('survey', row.number, 'repeat-count', row.get('repeat_count'));
		this.#open.push({
			name: row.get('name'),
			label: this.#plain(row, row.get('label') || row.get('name') || this.#title, MAX_NAME),
			isRepeat: isRepeat && !isNested,
			when: this.#condition(row, 'relevant', null),
			row: row.number
		});
		this.#isSectionDone ||= !isInRepeat;
	}

	#end(row: Row, isRepeat: boolean): void {
		if (this.#open.length === 0) this.#left.add('survey', row.number, 'unclosed', row.get('type'));
		const isInRepeat = this.#open.some((open) => open.isRepeat);
		const ended = this.#open.pop();
		// What stands in a repeat is one section to its end, whatever groups are in it.
		this.#isSectionDone = !isInRepeat || (isRepeat && ended?.isRepeat === true);
	}

	#addItem(row: Row, type: ItemKind, otherToo: boolean): void {
		const name = row.get('name') || `item-${row.number}`;
		const id = this.#newId(name, row);
		const label = this.#plain(row, row.get('label'), MAX_NAME);
		if (label === '') this.#left.add('survey', row.number, 'no-label', name);
		const help = [row.get('hint'), row.get('guidance_hint')].filter((text) => text !== '').join('\n');
		const isNote = row.get('type').trim().toLowerCase() === 'note';
		const item: AuditItem = {
			id,
			text: label || name,
			help: this.#plain(row, help, MAX_TEXT),
			type: otherToo ? withOther(type) : type,
			required: !isNote && this.#isRequired(row),
			evidence: [],
			weight: 0,
			critical: false,
			when: this.#itemCondition(row),
			constraint: null,
			assetId: null
		};
		this.#sectionFor().items.push(item);
		this.#items.set(name, this.#items.get(name) ?? item);
		const holds = this.#condition(row, 'constraint', id);
		if (holds) item.constraint = { holds, message: this.#plain(row, row.get('constraint_message'), MAX_TEXT) };
		if (otherToo) this.#addOther(item);
		this.#tellOfTheRest(row);
	}

	/** `or_other`: one more choice, and a line to write on where it is chosen. */
	#addOther(item: AuditItem): void {
		this.#sectionFor().items.push({
			...item,
			id: this.#freeId(`${item.id}-other`),
			text: `${item.text.slice(0, MAX_NAME - 10)} · Other`,
			help: '',
			type: { kind: 'text', multiline: false },
			when: { op: 'includes', item: item.id, value: OTHER.id },
			constraint: null
		});
	}

	#tellOfTheRest(row: Row): void {
		const told: [string, LeftOutWhat][] = [
			['default', 'default'],
			['calculation', 'calculation'],
			['trigger', 'calculation'],
			['choice_filter', 'choice-filter'],
			['image', 'media'],
			['audio', 'media'],
			['video', 'media']
		];
		for (const [column, what] of told) {
			if (row.get(column) !== '') this.#left.add('survey', row.number, what, row.get(column));
		}
		if (isYes(row.get('read_only') || row.get('readonly')))
			this.#left.add('survey', row.number, 'read-only', row.get('name'));
		for (const word of meaningfulAppearance(row)) this.#left.add('survey', row.number, 'appearance', word);
	}

	/** The section that items are put into now: of the repeat around it, or of the innermost group. */
	#sectionFor(): AuditSection {
		const last = this.#sections.at(-1);
		if (last && !this.#isSectionDone) return last;
		this.#isSectionDone = false;
		const repeat = this.#open.findIndex((open) => open.isRepeat);
		const around = repeat < 0 ? this.#open : this.#open.slice(0, repeat + 1);
		const inner = around.at(-1);
		const section: AuditSection = {
			id: this.#freeId(`section-${inner?.name || 'form'}`),
			name: (around.map(({ label }) => label).join(' · ') || this.#title).slice(0, MAX_NAME),
			when: joined(around.flatMap(({ when }) => when ?? [])),
			repeat: inner?.isRepeat ? { label: inner.label, most: MOST_ROUNDS } : null,
			items: []
		};
		this.#sections.push(section);
		return section;
	}

	/** Groups within a repeat are no sections: what is asked of them is asked of each of their items. */
	#itemCondition(row: Row): Condition | null {
		const repeat = this.#open.findIndex((open) => open.isRepeat);
		const within = repeat < 0 ? [] : this.#open.slice(repeat + 1).flatMap(({ when }) => when ?? []);
		const own = this.#condition(row, 'relevant', null);
		return joined(own ? [...within, own] : within);
	}

	#condition(row: Row, column: 'relevant' | 'constraint', self: string | null): Condition | null {
		const written = row.get(column);
		if (written === '') return null;
		try {
			return readExpression(written, (name) => this.#items.get(name)?.id ?? null, self);
		} catch (failure) {
			if (!(failure instanceof NotTakenOver)) throw failure;
			this.#left.add('survey', row.number, column, `${written} (${failure.part})`);
			return null;
		}
	}

	#isRequired(row: Row): boolean {
		const written = row.get('required');
		if (written === '' || isYes(written)) return written !== '';
		if (!/^(no|false|false\(\)|0)$/i.test(written)) this.#left.add('survey', row.number, 'required', written);
		return false;
	}

	/** Without markup and answers that would be put into it. */
	#plain(row: Row, text: string, most: number): string {
		if (/\$\{[^}]+\}/.test(text)) this.#left.add('survey', row.number, 'answer-in-text', text);
		const plain = text
			.replaceAll(/\$\{[^}]+\}/g, '…')
			.replaceAll(/<[^>]*>/g, '')
			.replaceAll(/(\*\*|__)(.+?)\1/g, '$2')
			.trim();
		if (plain.length > most) this.#left.add('survey', row.number, 'cut-off', plain.slice(most));
		return plain.slice(0, most).trim();
	}

	#newId(name: string, row: Row): string {
		if (this.#items.has(name)) this.#left.add('survey', row.number, 'name-twice', name);
		return this.#freeId(name);
	}

	#freeId(wanted: string): string {
		const base = wanted.slice(0, 56);
		let id = base;
		for (let count = 2; this.#ids.has(id); count += 1) id = `${base}-${count}`;
		this.#ids.add(id);
		return id;
	}
}

/** Times round that a repeat may be answered: forms set no limit, audits have one. */
const MOST_ROUNDS = 100;
const OTHER: Choice = { id: 'other', name: 'Other', score: null, fails: false };

function withOther(type: ItemKind): ItemKind {
	if (type.kind !== 'choice' || type.choices.some(({ id }) => id === OTHER.id)) return type;
	return { ...type, choices: [...type.choices, OTHER] };
}

function joined(of: Condition[]): Condition | null {
	const [only] = of;
	return of.length > 1 ? { op: 'all', of } : (only ?? null);
}

function isYes(text: string): boolean {
	return /^(yes|true|true\(\)|1)$/i.test(text);
}

/** Whether a file's sheets are those of a form. */
export function isXlsForm(sheets: ReadonlyMap<string, Sheet>): boolean {
	const [head = []] = sheets.get('survey') ?? [];
	return head.some((cell) => textOf(cell).toLowerCase() === 'type');
}
