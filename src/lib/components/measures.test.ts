import { describe, expect, it } from 'vitest';
import { ageInWords, percent, sizeInWords, waitInWords } from './measures';

const now = Date.parse('2026-11-22T14:02:00.000Z');
const before = (ms: number) => new Date(now - ms).toISOString();

describe('an age', () => {
	it('reads as a person would say it', () => {
		expect(ageInWords(before(20_000), now, 'en')).toBe('now');
		expect(ageInWords(before(3 * 60_000 + 5000), now, 'en')).toBe('3 minutes ago');
		expect(ageInWords(before(26 * 3_600_000), now, 'en')).toBe('yesterday');
		expect(ageInWords(before(2 * 3_600_000), now, 'de')).toBe('vor 2 Stunden');
	});

	it('never lies in the future when a clock is ahead', () => {
		expect(ageInWords(before(-90_000), now, 'en')).toBe('now');
	});
});

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
	expect(percent(0.873, 'de')).toBe('87 %');
});
