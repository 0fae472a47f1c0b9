/** Rows of an XLSForm's sheets by the names of their columns, in the form's own language. */
import type { Cell, Sheet } from '../imported';

/** Columns that may be there once for each language, as `label::English (en)`. */
const TRANSLATED = [
	'label',
	'hint',
	'guidance_hint',
	'constraint_message',
	'required_message',
	'image',
	'audio',
	'video'
];

export interface Row {
	/** As spreadsheets count. */
	number: number;
	/** What stands under a column, trimmed; empty where nothing does. */
	get(column: string): string;
}

/** The rows that hold anything, and the languages that the sheet has besides the one that is read. */
export function rowsOf(sheet: Sheet, language: string): { rows: Row[]; others: string[] } {
	const [head = [], ...rest] = sheet;
	const names = head.map((cell) => textOf(cell));
	const columns = new Map<string, number>();
	const others = new Set<string>();
	names.forEach((name, index) => {
		const [base = '', of] = name.split(/::?/).map((part) => part.trim());
		const column = base.toLowerCase().replace(/^media\s*/, '');
		const isOther = of !== undefined && TRANSLATED.includes(column) && !isLanguage(of, language);
		if (isOther) others.add(of);
		// Without a language of its own the form is read in the first one it has.
		if (!columns.has(column) && (!isOther || language === '')) columns.set(column, index);
		if (of !== undefined && !isOther) columns.set(column, index);
	});
	const [first] = others;
	if (language === '' && first !== undefined) return rowsOf(sheet, first);
	const rows = rest.map((cells, index): Row => ({
		number: index + 2,
		get: (column) => textOf(cells[columns.get(column) ?? -1])
	}));
	return {
		rows: rows.filter((row) => [...columns.keys()].some((column) => row.get(column) !== '')),
		others: [...others]
	};
}

/** `English (en)` is meant by its name as well. */
function isLanguage(named: string, wanted: string): boolean {
	const plain = (text: string) => text.toLowerCase().replace(/\s*\(.*\)$/, '');
	return wanted !== '' && (named === wanted || plain(named) === plain(wanted));
}

export function textOf(cell: Cell | undefined): string {
	return cell === null || cell === undefined ? '' : String(cell).trim();
}
