/** For tests: an Excel workbook (ECMA-376) with nothing in it but text, packed without compression. */
import { crc32 } from 'node:zlib';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

/** Rows of cells by the name of their sheet. */
export function workbook(sheets: Readonly<Record<string, readonly (readonly string[])[]>>): Buffer {
	const names = Object.keys(sheets);
	const type = (part: string) => `application/vnd.openxmlformats-officedocument.spreadsheetml.${part}+xml`;
	const parts = names.map((_, index) => `/xl/worksheets/sheet${index + 1}.xml`);
	const relations = names.map(
		(_, index) =>
			`<Relationship Id="rId${index + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`
	);
	return zip({
		'[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${type('sheet.main')}"/>${parts.map((part) => `<Override PartName="${part}" ContentType="${type('worksheet')}"/>`).join('')}</Types>`,
		'_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${names.map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
		'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${relations.join('')}</Relationships>`,
		...Object.fromEntries(names.map((name, index) => [parts[index]?.slice(1), sheetXml(sheets[name] ?? [])]))
	});
}

function sheetXml(rows: readonly (readonly string[])[]): string {
	const cells = (row: readonly string[], number: number) =>
		row
			.map((text, index) => {
				const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
				return `<c r="${String.fromCharCode(65 + index)}${number}" t="inlineStr"><is><t>${escaped}</t></is></c>`;
			})
			.join('');
	const lines = rows.map((row, index) => `<row r="${index + 1}">${cells(row, index + 1)}</row>`).join('');
	return `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${lines}</sheetData></worksheet>`;
}

/** Files as an archive (APPNOTE.TXT), each stored as it is. */
function zip(files: Readonly<Record<string, string>>): Buffer {
	const locals: Buffer[] = [];
	const entries: Buffer[] = [];
	let offset = 0;
	for (const [name, text] of Object.entries(files)) {
		const [data, path] = [Buffer.from(text), Buffer.from(name)];
		const facts = Buffer.alloc(26);
		facts.writeUInt16LE(20, 0);
		facts.writeUInt32LE(crc32(data), 10);
		facts.writeUInt32LE(data.length, 14);
		facts.writeUInt32LE(data.length, 18);
		facts.writeUInt16LE(path.length, 22);
		const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), facts, path, data]);
		const place = Buffer.alloc(14);
		place.writeUInt32LE(offset, 10);
		entries.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), facts, place, path]));
		locals.push(local);
		offset += local.length;
	}
	const directory = Buffer.concat(entries);
	const end = Buffer.alloc(18);
	end.writeUInt16LE(entries.length, 4);
	end.writeUInt16LE(entries.length, 6);
	end.writeUInt32LE(directory.length, 8);
	end.writeUInt32LE(offset, 12);
	return Buffer.concat([...locals, directory, Buffer.from('PK\u0005\u0006', 'latin1'), end]);
}
