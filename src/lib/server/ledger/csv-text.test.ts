import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine, type Cell } from './csv-text';

/** Reads one line back, as RFC 4180 says. */
function read(line: string): string[] {
	const cells: string[] = [];
	let rest = line.replace(/\r\n$/, '');
	for (;;) {
		const quoted = /^"((?:[^"]|"")*)"(,|$)/.exec(rest);
		const plain = /^([^",\r\n]*)(,|$)/.exec(rest);
		const found = quoted ?? plain;
		if (!found) throw new Error(`not RFC 4180: ${line}`);
		cells.push(quoted ? (found[1] ?? '').replaceAll('""', '"') : (found[1] ?? ''));
		rest = rest.slice(found[0].length);
		if (found[2] === '') return cells;
	}
}

describe('a line of comma-separated values', () => {
	it('is read back as it was, whatever is in it, but for the sign that keeps a formula from running', () => {
		const texts = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 6 });
		fc.assert(
			fc.property(texts, (cells) => {
				const back = read(csvLine(cells));
				expect(back.map((cell, index) => (cell === cells[index] ? cell : cell.replace(/^'/, '')))).toEqual(cells);
			})
		);
	});

	it.each(['=1+1', '+49 30', '-2', '@SUM(A1)', '\t=1', '\r=1', ' =1', '\uff1d1', "=cmd|'/C calc'!A0"])(
		'does not run %j',
		(text) => {
			const [cell = ''] = read(csvLine([text]));
			expect(cell.startsWith("'")).toBe(true);
		}
	);

	it.each<[Cell[], string]>([
		[[-5, null, 'MT-0417, rev C'], '-5,,"MT-0417, rev C"\r\n'],
		[['say "stop"', 'two\nlines'], '"say ""stop""","two\nlines"\r\n'],
		[['plain', ''], 'plain,\r\n']
	])('writes %j', (cells, line) => {
		expect(csvLine(cells)).toBe(line);
	});
});
