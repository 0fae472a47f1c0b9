/** Tables as people send them: CSV in whatever form a spreadsheet wrote it, and Excel's own files. */
import { parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/node';

export const MAX_TABLE_BYTES = 4 * 1024 * 1024;
const MAX_ROWS = 20_000;

/** Neither a table of text nor an Excel workbook, or a damaged one. */
export class TableUnreadable extends Error {
	override readonly name = 'TableUnreadable';
}

/** The first sheet's cells as text, row by row. Throws `TableUnreadable`. */
export async function readTable(bytes: Uint8Array): Promise<string[][]> {
	const rows = isZip(bytes) ? await readWorkbook(bytes) : readText(bytes);
	if (rows.length > MAX_ROWS) throw new TableUnreadable(`more than ${MAX_ROWS} rows`);
	return rows.map((row) => row.map(withoutMark));
}

function isZip(bytes: Uint8Array): boolean {
	return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

async function readWorkbook(bytes: Uint8Array): Promise<string[][]> {
	try {
		const rows = await readSheet(Buffer.from(bytes));
		return rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell))));
	} catch (error) {
		throw new TableUnreadable('not an Excel workbook', { cause: error });
	}
}

function readText(bytes: Uint8Array): string[][] {
	const text = decode(bytes);
	if (text.includes('\0')) throw new TableUnreadable('not text');
	try {
		return parse(text, {
			bom: true,
			delimiter: delimiterOf(text),
			relax_column_count: true,
			relax_quotes: true,
			trim: true
		});
	} catch (error) {
		throw new TableUnreadable('not a table', { cause: error });
	}
}

/** Excel on Windows writes CSV in the machine's old code page unless it is asked for UTF-8. */
function decode(bytes: Uint8Array): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return new TextDecoder('windows-1252').decode(bytes);
	}
}

/** Whichever stands most often in the first line: where a comma is the decimal sign, spreadsheets separate by semicolons. */
function delimiterOf(text: string): string {
	const [first = ''] = text.split(/\r?\n/, 1);
	const count = (sign: string) => first.split(sign).length;
	return [';', '\t', ','].reduce((best, sign) => (count(sign) > count(best) ? sign : best), ',');
}

/** A table written here puts a mark before what a spreadsheet would run as a formula. */
function withoutMark(cell: string): string {
	return cell.replace(/^'(?=[=+\-@])/, '').trim();
}
