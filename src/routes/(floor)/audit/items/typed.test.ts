import { describe, expect, it } from 'vitest';
import { fitsDecimals, limitWords, numberOf, outOfLimits } from './typed';

const bar = { kind: 'number', unit: 'bar', min: 2, max: 6, decimals: 1 } as const;

describe('a typed number', () => {
	it('is read with a point or a comma, and never guessed', () => {
		expect(numberOf(' 4,2 ')).toBe(4.2);
		expect(numberOf('-.5')).toBe(-0.5);
		for (const text of ['', '4 2', '1e3', '4.2.1', 'four', '0x10']) expect(numberOf(text)).toBeNull();
	});

	it('is out of limits beyond them, not at them', () => {
		expect(outOfLimits(bar, 6)).toBe(false);
		expect(outOfLimits(bar, 6.1)).toBe(true);
		expect(outOfLimits({ ...bar, min: null, max: null }, 1e9)).toBe(false);
	});

	it('is no more exact than it is asked for', () => {
		expect(fitsDecimals(bar, 4.2)).toBe(true);
		expect(fitsDecimals(bar, 4.25)).toBe(false);
	});

	it('has its limits said in words', () => {
		expect(limitWords(bar)).toBe('2 bar to 6 bar');
		expect(limitWords({ ...bar, max: null })).toBe('at least 2 bar');
	});
});
