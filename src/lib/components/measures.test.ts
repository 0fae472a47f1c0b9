import { describe, expect, it } from 'vitest';
import { durationInWords, momentInWords, percent, sizeInWords, spanInWords, waitInWords } from './measures';

describe('a wait', () => {
	it('is rounded up, so that trying when it is over works', () => {
		expect(waitInWords(1_001, 'en')).toBe('2 seconds');
		expect(waitInWords(299_000, 'en')).toBe('5 minutes');
		expect(waitInWords(4_000, 'de')).toBe('4 Sekunden');
	});
});

it('says how long something took in the unit that people would take', () => {
	const spans = [400, 12_400, 100_000, 2 * 3_600_000, 3 * 86_400_000].map((ms) => spanInWords(ms, 'en'));
	expect(spans).toEqual(['0 seconds', '12 seconds', '2 minutes', '2 hours', '3 days']);
	expect(spanInWords(86_400_000 * 2, 'de')).toBe('2 Tage');
});

it('says a moment to the second', () => {
	expect(momentInWords('2026-11-22T14:02:05.999Z', 'en-GB', 'UTC')).toBe('22 Nov 2026, 14:02:05');
});

it('says a length of time in the largest unit that fits', () => {
	expect([15, 60, 8 * 60, 1440, 14 * 1440].map((minutes) => durationInWords(minutes, 'en'))).toEqual([
		'15 minutes',
		'1 hour',
		'8 hours',
		'1 day',
		'14 days'
	]);
	expect(durationInWords(90, 'de')).toBe('90 Minuten');
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
