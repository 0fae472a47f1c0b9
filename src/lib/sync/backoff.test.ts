import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIRST_DELAY_MS, LONGEST_DELAY_MS, parseRetryAfter, retryDelayMs } from './backoff';

const random = fc.double({ min: 0, max: 1, noNaN: true });

describe('waiting between attempts', () => {
	it('doubles from 2 s and stops at 5 min', () => {
		expect([1, 2, 3, 4].map((failures) => retryDelayMs(failures, 1))).toEqual([2000, 4000, 8000, 16_000]);
		expect(retryDelayMs(40, 1)).toBe(LONGEST_DELAY_MS);
	});

	it('spreads tablets over half of the time, and never beyond the longest', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 10_000 }), random, (failures, drawn) => {
				const delay = retryDelayMs(failures, drawn);
				expect(delay).toBeGreaterThanOrEqual(FIRST_DELAY_MS / 2);
				expect(delay).toBeLessThanOrEqual(LONGEST_DELAY_MS);
			})
		);
		expect(retryDelayMs(3, 0)).toBe(4000);
	});

	it('is never shorter than the server asked for', () => {
		expect(retryDelayMs(1, 0, 600_000)).toBe(600_000);
	});

	it('reads Retry-After in seconds and as a date, and nothing from nonsense', () => {
		const now = Date.parse('2026-11-22T10:00:00Z');
		expect(parseRetryAfter('120', now)).toBe(120_000);
		expect(parseRetryAfter('Sun, 22 Nov 2026 10:01:00 GMT', now)).toBe(60_000);
		expect(parseRetryAfter('Sun, 22 Nov 2026 09:00:00 GMT', now)).toBe(0);
		expect(parseRetryAfter('soon', now)).toBeNull();
		expect(parseRetryAfter(null, now)).toBeNull();
	});
});
