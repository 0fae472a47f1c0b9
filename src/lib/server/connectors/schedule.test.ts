import { expect, it } from 'vitest';
import { MAX_ATTEMPTS, waitAfter } from './schedule';

it('tries again soon, then ever later, for about three days', () => {
	const waits = Array.from({ length: MAX_ATTEMPTS }, (_, index) => waitAfter(index + 1, 0));
	expect(waits.at(-1)).toBeNull();
	const seconds = waits.flatMap((wait) => (wait === null ? [] : wait / 1000));
	expect(seconds).toEqual([5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]);
	expect(seconds.reduce((sum, each) => sum + each, 0) / 86_400).toBeGreaterThan(3);
});

it('spreads what failed together', () => {
	expect(waitAfter(1, 0.5)).toBe(5250);
	expect(waitAfter(9, 1)).toBe(95_040_000);
});
