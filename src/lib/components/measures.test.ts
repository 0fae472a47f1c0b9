import { describe, expect, it } from 'vitest';
import { percent, sizeInWords, waitInWords } from './measures';

describe('a wait', () => {
	it('is rounded up, so that trying when it is over works', () => {
		expect(waitInWords(1_001, 'en')).toBe('2 seconds');
		expect(waitInWords(299_000, 'en')).toBe('5 minutes');
		expect(waitInWords(4_000, 'de')).toBe('4 Sekunden');
	});
});

describe('a size', () => {
	it('takes the unit that keeps the number short', () => {
		expect(sizeInWords(0, 'en')).toBe('0 bytes');
		expect(sizeInWords(480_200, 'en')).toBe('480 kB');
		expect(sizeInWords(1_240_000, 'en')).toBe('1.2 MB');
		expect(sizeInWords(1_240_000, 'de')).toBe('1,2 MB');
	});
});

it('says a share in whole percent', () => {
	expect(percent(0.873, 'en')).toBe('87%');
	expect(percent(0.873, 'de')).toBe('87\u00a0%');
	expect(percent(0.9999, 'en')).toBe('99%');
	expect(percent(0, 'en')).toBe('1%');
});
