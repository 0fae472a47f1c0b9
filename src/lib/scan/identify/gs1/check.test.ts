import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDigit, expandUpcE, hasCheckDigit, isDate } from './check';

const digits = (length: number) =>
	fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((list) => list.join(''));

describe('check digit', () => {
	it.each([
		['629104150021', '3'],
		['0950600013435', '2'],
		['37610425002123456', '9'],
		['4006381333931'.slice(0, -1), '1']
	])('of %s is %s', (before, digit) => {
		expect(checkDigit(before)).toBe(digit);
	});

	it('finds every single wrong digit', () => {
		fc.assert(
			fc.property(digits(13), fc.nat(13), fc.integer({ min: 1, max: 9 }), (body, place, change) => {
				const right = body + checkDigit(body);
				const wrong = [...right];
				wrong[place] = String((Number(wrong[place]) + change) % 10);
				expect(hasCheckDigit(right)).toBe(true);
				expect(hasCheckDigit(wrong.join(''))).toBe(false);
			})
		);
	});
});

describe('date', () => {
	it.each([
		['251130', true],
		['251131', false],
		['251301', false],
		['250001', false],
		['240229', true],
		['230229', false],
		['000229', true],
		['251100', true]
	])('%s is in the calendar: %s', (date, right) => {
		expect(isDate(date, 'day-or-00')).toBe(right);
	});

	it('takes day 00 only where it may stand for the month', () => {
		expect(isDate('251100', 'day')).toBe(false);
	});
});

describe('UPC-E', () => {
	it.each([
		['04252614', '042100005264'],
		['01234505', '012000003455'],
		['01234531', '012300000451'],
		['01234543', '012340000053'],
		['01234565', '012345000065']
	])('%s stands for %s', (short, long) => {
		expect(expandUpcE(short)).toBe(long);
		expect(hasCheckDigit(long)).toBe(true);
	});
});
