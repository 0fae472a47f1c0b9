/** Excel workbooks for tests, made of the least that they need. */
import { crc32 } from 'node:zlib';

/** The least that is an Excel workbook: one sheet with its cells in place. */
export function workbook(rows: readonly (readonly (string | number)[])[]): Uint8Array {
	const cells = rows.map((row, y) => {
		const columns = row.map((cell, x) => {
			const place = `${String.fromCharCode(65 + x)}${y + 1}`;
			return typeof cell === 'number'
				? `<c r="${place}"><v>${cell}</v></c>`
				: `<c r="${place}" t="inlineStr"><is><t>${cell}</t></is></c>`;
		});
		return `<row r="${y + 1}">${columns.join('')}</row>`;
	});
	const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
	const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
	const packaged = 'http://schemas.openxmlformats.org/package/2006';
	const xml = (text: string) => `<?xml version="1.0" encoding="UTF-8"?>${text}`;
	return zip({
		'[Content_Types].xml': xml(
			`<Types xmlns="${packaged}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`
		),
		'_rels/.rels': xml(
			`<Relationships xmlns="${packaged}/relationships"><Relationship Id="r1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`
		),
		'xl/workbook.xml': xml(
			`<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>`
		),
		'xl/_rels/workbook.xml.rels': xml(
			`<Relationships xmlns="${packaged}/relationships"><Relationship Id="r1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`
		),
		'xl/worksheets/sheet1.xml': xml(`<worksheet xmlns="${main}"><sheetData>${cells.join('')}</sheetData></worksheet>`)
	});
}

/** Files by name, kept as they are (PKWARE APPNOTE: method 0). */
export function zip(files: Readonly<Record<string, string>>): Uint8Array {
	const parts: Buffer[] = [];
	const directory: Buffer[] = [];
	let offset = 0;
	for (const [path, text] of Object.entries(files)) {
		const name = Buffer.from(path);
		const content = Buffer.from(text);
		const facts = Buffer.alloc(26);
		facts.writeUInt16LE(20, 0);
		facts.writeUInt32LE(crc32(content), 10);
		facts.writeUInt32LE(content.length, 14);
		facts.writeUInt32LE(content.length, 18);
		facts.writeUInt16LE(name.length, 22);
		const place = Buffer.alloc(14);
		place.writeUInt32LE(offset, 10);
		parts.push(Buffer.from('PK\x03\x04'), facts, name, content);
		directory.push(Buffer.from('PK\x01\x02\x14\x00'), facts, place, name);
		offset += 4 + facts.length + name.length + content.length;
	}
	const count = Object.keys(files).length;
	const end = Buffer.alloc(18);
	end.writeUInt16LE(count, 4);
	end.writeUInt16LE(count, 6);
	end.writeUInt32LE(Buffer.concat(directory).length, 8);
	end.writeUInt32LE(offset, 12);
	return new Uint8Array(Buffer.concat([...parts, ...directory, Buffer.from('PK\x05\x06'), end]));
}
