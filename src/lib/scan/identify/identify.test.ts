import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScannedCode } from '../shared/code';
import { identify } from './identify';
import { Refusal, type Claim } from './identifier';

function code(text: string, parts: Partial<ScannedCode> = {}): ScannedCode {
	return { text, symbology: null, symbologyIdentifier: '', source: 'typed', ...parts };
}
const GS1_128: Partial<ScannedCode> = { symbology: 'code-128', symbologyIdentifier: ']C1', source: 'camera' };

/** The one claim of a code that says how it is to be read. */
function onlyClaim(scanned: ScannedCode): Claim {
	const result = identify(scanned);
	if (result instanceof Refusal) throw new Error(`refused: ${JSON.stringify(result.reason)}`);
	expect(result.claims).toHaveLength(1);
	return result.claims[0];
}

function refusal(scanned: ScannedCode): Refusal['reason'] {
	const result = identify(scanned);
	if (!(result instanceof Refusal)) throw new Error('not refused');
	return result.reason;
}

describe('GS1 element strings', () => {
	it('names part, serial number and lot of a GS1-128 code', () => {
		const claim = onlyClaim(code('0109506000134352' + '17251231' + '10AB-12\u001d21S-7', GS1_128));
		expect(claim).toMatchObject({ scheme: 'gs1', gtin: '09506000134352', lot: 'AB-12', serial: 'S-7' });
		expect(claim.elements).toContainEqual({ key: '17', value: '251231' });
	});

	it('reads the same from what is printed under the bars', () => {
		expect(onlyClaim(code('(01)09506000134352(10)AB-12(21)7'))).toMatchObject({
			gtin: '09506000134352',
			lot: 'AB-12',
			serial: '7'
		});
	});

	it('keeps brackets that belong to a value', () => {
		expect(onlyClaim(code('(01)09506000134352(21)A(05)B')).serial).toBe('A(05)B');
	});

	it('takes a separator after an element of fixed length', () => {
		expect(onlyClaim(code('0109506000134352\u001d21X', GS1_128)).serial).toBe('X');
	});

	it('names an asset by its GIAI', () => {
		expect(onlyClaim(code('(8004)9506000PR-204')).assetCode).toBe('9506000PR-204');
	});

	it.each([
		['(01)09506000134353', { code: 'check-digit', key: '01', value: '09506000134353', expected: '2' }],
		['(00)376104250021234560', { code: 'check-digit', key: '00', value: '376104250021234560', expected: '9' }],
		['(01)09506000134352(17)251131', { code: 'date', key: '17', value: '251131' }],
		['(01)09506000134352(11)251301', { code: 'date', key: '11', value: '251301' }],
		['(01)09506000134352(7003)2511001200', { code: 'date', key: '7003', value: '251100' }],
		['(01)0950600013435', { code: 'value', key: '01', value: '0950600013435' }],
		['(01)09506000134352(21)' + 'X'.repeat(21), { code: 'value', key: '21', value: 'X'.repeat(21) }],
		['(05)123', { code: 'key', rest: '(05)123' }],
		['(01)09506000134352(21)A(21)B', { code: 'conflict', key: '21', values: ['A', 'B'] }]
	])('refuses %s', (text, reason) => {
		expect(refusal(code(text))).toEqual(reason);
	});

	it('refuses a scanned code with a wrong check digit or an unknown key', () => {
		expect(refusal(code('0109506000134350', GS1_128))).toMatchObject({ code: 'check-digit' });
		expect(refusal(code('0509506000134352', GS1_128))).toEqual({ code: 'key', rest: '0509506000134352' });
	});

	it('lets day 00 stand for the month where GS1 does', () => {
		expect(onlyClaim(code('(01)09506000134352(17)251100')).elements).toContainEqual({ key: '17', value: '251100' });
	});

	it('gives back every serial number and lot that went in', () => {
		const value = fc.stringMatching(/^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}$/);
		fc.assert(
			fc.property(value, value, (lot, serial) => {
				const claim = onlyClaim(code(`010950600013435210${lot}\u001d21${serial}`, GS1_128));
				expect(claim).toMatchObject({ lot, serial, gtin: '09506000134352' });
			})
		);
	});
});

describe('GS1 Digital Link', () => {
	it.each([
		'https://id.gs1.org/01/09506000134352/10/ABC%2F1/21/12345?17=251231',
		'https://brand.example/some/path/01/9506000134352/10/ABC%2F1/21/12345?17=251231&linkType=all'
	])('reads %s', (text) => {
		const claim = onlyClaim(code(text));
		expect(claim).toMatchObject({ scheme: 'digital-link', gtin: '09506000134352', lot: 'ABC/1', serial: '12345' });
		expect(claim.elements).toContainEqual({ key: '17', value: '251231' });
	});

	it('refuses a link with a wrong check digit', () => {
		expect(refusal(code('https://id.gs1.org/01/09506000134351'))).toMatchObject({ code: 'check-digit' });
	});

	it('takes any other address as a plain text', () => {
		const address = 'https://example.com/manual/7';
		expect(onlyClaim(code(address, { source: 'camera' }))).toMatchObject({ plain: address });
	});
});

describe('ANSI MH10 data identifiers', () => {
	const envelope = (...fields: string[]) => `[)>\u001e06\u001d${fields.join('\u001d')}\u001e\u0004`;

	it('reads an ISO/IEC 15434 envelope', () => {
		const text = envelope('PMT-0417', 'S00219', '1TL-9', 'W8812', 'Q25');
		expect(onlyClaim(code(text, { symbology: 'data-matrix', source: 'camera' }))).toMatchObject({
			scheme: 'mh10',
			partNumber: 'MT-0417',
			serial: '00219',
			lot: 'L-9',
			workOrder: '8812'
		});
	});

	it('takes an envelope whose end the scanner could not send', () => {
		expect(onlyClaim(code('[)>\u001e06\u001d1PMT-0417\u001dT7')).partNumber).toBe('MT-0417');
	});

	it('reads GS1 elements in an envelope of format 05', () => {
		expect(onlyClaim(code('[)>\u001e05\u001d010950600013435221A\u001e\u0004')).serial).toBe('A');
	});

	it.each([
		[envelope('PMT-0417', '16D20251131'), { code: 'date', key: '16D', value: '20251131' }],
		[envelope('PMT-0417', 'D251301'), { code: 'date', key: 'D', value: '251301' }],
		[envelope('PMT-0417', 'Qmany'), { code: 'value', key: 'Q', value: 'many' }],
		[envelope('PMT-0417', '???'), { code: 'key', rest: '???' }],
		['[)>06PMT-0417', { code: 'envelope' }],
		['[)>\u001e99\u001dPMT-0417\u001e\u0004', { code: 'envelope' }]
	])('refuses %j', (text, reason) => {
		expect(refusal(code(text))).toEqual(reason);
	});

	it('leaves open whether a bare text begins with a data identifier', () => {
		const result = identify(code('PR-204'));
		if (result instanceof Refusal) throw new Error('refused');
		expect(result.claims.map(({ plain, partNumber }) => plain ?? partNumber)).toEqual(['PR-204', 'R-204']);
	});
});

describe('EAN and UPC', () => {
	it.each([
		['4006381333931', 'ean-13', '04006381333931'],
		['96385074', 'ean-8', '00000096385074'],
		['042100005264', 'upc-a', '00042100005264'],
		['04252614', 'upc-e', '00042100005264']
	] as const)('%s is the GTIN of an article', (text, symbology, gtin) => {
		expect(onlyClaim(code(text, { symbology, source: 'camera' }))).toMatchObject({ scheme: 'ean-upc', gtin });
	});

	it('refuses a wrong check digit', () => {
		expect(refusal(code('4006381333930', { symbology: 'ean-13', source: 'wedge' }))).toMatchObject({ expected: '1' });
	});

	it('has its doubts about thirteen typed digits with a wrong check digit', () => {
		const result = identify(code('4006381333930'));
		expect(result).toMatchObject({ doubt: { reason: { code: 'check-digit', expected: '1' } } });
	});
});

describe('plain codes', () => {
	it('offers both ways to read Code 39 with pairs', () => {
		const result = identify(code('12+A+B', { symbology: 'code-39', source: 'camera' }));
		if (result instanceof Refusal) throw new Error('refused');
		expect(result.claims.map(({ plain }) => plain)).toEqual(['12+A+B', '12ab']);
	});

	it('refuses nothing at all', () => {
		expect(refusal(code('  '))).toEqual({ code: 'empty' });
	});

	it('never throws, whatever it is given', () => {
		const source = fc.constantFrom<ScannedCode['source']>('camera', 'still', 'wedge', 'typed');
		const identifier = fc.constantFrom('', ']C1', ']d2', ']E0', ']Q3');
		const start = fc.constantFrom('', '(01)', '01', '[)>\u001e06\u001d', 'https://a/01/', '\u001d00');
		const rest = fc.string({ unit: fc.constantFrom(...'0123456789AP()%/\u001d\u001e\u0004'), maxLength: 60 });
		const anything = fc.array(fc.nat(0xffff), { maxLength: 40 }).map((units) => String.fromCharCode(...units));
		const text = fc.oneof(
			anything,
			fc.tuple(start, rest).map(([head, tail]) => head + tail)
		);
		fc.assert(
			fc.property(text, source, identifier, (value, from, symbologyIdentifier) => {
				const result = identify(code(value, { source: from, symbologyIdentifier }));
				expect(result instanceof Refusal || result.claims.length > 0).toBe(true);
			})
		);
	});
});
