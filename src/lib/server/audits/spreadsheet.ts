/** Spreadsheets as people send them: Excel's own files with all their sheets, and CSV in whatever form a spreadsheet wrote it. */
import type { Cell, Sheet } from '$lib/domain/audit/imported';
import { parse } from 'csv-parse/sync';
import readWorkbook from 'read-excel-file/node';

export const MAX_SPREADSHEET_BYTES = 4 * 1024 * 1024;
/** What a workbook may be when it is unpacked: no form comes near it. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;
const MAX_ROWS = 20_000;

/** Neither a workbook nor a table of text, a damaged one, or one that is far too large. */
export class SpreadsheetUnreadable extends Error {
	override readonly name = 'SpreadsheetUnreadable';
}

/** Its sheets by name, in the order of the file; CSV is one without a name. What it is decides the content. Throws `SpreadsheetUnreadable`. */
export async function readSpreadsheet(bytes: Uint8Array): Promise<Map<string, Sheet>> {
	const sheets = isZip(bytes) ? await readSheets(bytes) : new Map([['', readText(bytes)]]);
	for (const sheet of sheets.values()) {
		if (sheet.length > MAX_ROWS) throw new SpreadsheetUnreadable(`more than ${MAX_ROWS} rows`);
	}
	return sheets;
}

function isZip(bytes: Uint8Array): boolean {
	return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

async function readSheets(bytes: Uint8Array): Promise<Map<string, Sheet>> {
	if (unpackedSize(bytes) > MAX_UNPACKED_BYTES) throw new SpreadsheetUnreadable('too large when unpacked');
	try {
		const sheets = await readWorkbook(Buffer.from(bytes));
		return new Map(sheets.map(({ sheet, data }) => [sheet, data.map((row) => row.map(cellOf))]));
	} catch (error) {
		throw new SpreadsheetUnreadable('not an Excel workbook', { cause: error });
	}
}

/** What the archive's directory says that its files are, in bytes (APPNOTE.TXT 4.3.12). */
function unpackedSize(bytes: Uint8Array): number {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	let end = view.byteLength - 22;
	while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
	if (end < 0) throw new SpreadsheetUnreadable('not an archive');
	let size = 0;
	for (let at = view.getUint32(end + 16, true); at + 46 <= end && view.getUint32(at, true) === 0x02014b50;) {
		size += view.getUint32(at + 24, true);
		at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
	}
	return size;
}

function cellOf(cell: unknown): Cell {
	if (cell instanceof Date) return cell.toISOString().slice(0, 10);
	return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean' ? cell : null;
}

function readText(bytes: Uint8Array): Sheet {
	const text = decode(bytes);
	if (text.includes('\0')) throw new SpreadsheetUnreadable('not text');
	try {
		const rows: string[][] = parse(text, {
			bom: true,
			delimiter: delimiterOf(text),
			relax_column_count: true,
			relax_quotes: true,
			trim: true
		});
		// A table written here puts a mark before what a spreadsheet would run as a formula.
		return rows.map((row) => row.map((cell) => cell.replace(/^'(?=[=+\-@])/, '')));
	} catch (error) {
		throw new SpreadsheetUnreadable('not a table', { cause: error });
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
