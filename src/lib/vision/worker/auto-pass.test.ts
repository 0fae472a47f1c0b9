import { describe, expect, it } from 'vitest';
import { autoPassLimit, missRateBound } from './auto-pass';

describe('the auto-pass bound', () => {
	it.each([
		[0.01, 299],
		[0.02, 149],
		[0.05, 59]
	])('needs enough verified defects: at %d, %d', (alpha, needed) => {
		const scores = Array.from({ length: needed }, (_, i) => i / 1000);
		expect(autoPassLimit(scores.slice(1), alpha, 0.95)).toBeNull();
		expect(autoPassLimit(scores, alpha, 0.95)).toEqual({
			probability: (needed - 1) / 1000,
			defects: needed,
			passed: 0
		});
	});

	it('lets more pass when many defects are verified, as Clopper and Pearson give it', () => {
		// Tabled: 3 of 100 seen, upper 95% bound 7.57%.
		expect(missRateBound(3, 100, 0.95)).toBeCloseTo(0.0757, 3);
		expect(missRateBound(100, 100, 0.95)).toBe(1);
		const scores = Array.from({ length: 1000 }, (_, i) => i / 1000);
		const limit = autoPassLimit(scores, 0.05, 0.95);
		expect(limit?.passed).toBeGreaterThan(30);
		expect(scores.filter((score) => score > (limit?.probability ?? 0)).length).toBe(limit?.passed);
	});
});
