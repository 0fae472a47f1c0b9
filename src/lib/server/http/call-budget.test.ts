import { describe, expect, it } from 'vitest';
import { CallBudget } from './call-budget';

describe('a budget of calls', () => {
	it('lets a burst through, then as many as come back, each caller for itself', () => {
		const budget = new CallBudget(3, 2);
		expect([0, 0, 0].map((at) => budget.take('a', at))).toEqual([null, null, null]);
		expect(budget.take('a', 0)).toBe(0.5);
		expect(budget.take('b', 0)).toBeNull();
		expect(budget.take('a', 500)).toBeNull();
		expect(budget.take('a', 500)).toBe(0.5);
	});

	it('does not grow past the burst, nor shrink when the clock is set back', () => {
		const budget = new CallBudget(2, 1);
		budget.take('a', 0);
		expect([3_600_000, 3_600_000, 3_600_000].map((at) => budget.take('a', at) === null)).toEqual([true, true, false]);
		expect(budget.take('a', 0)).toBe(1);
	});

	it('is the same for whoever keeps knocking: a refused call costs nothing more', () => {
		const budget = new CallBudget(1, 1);
		budget.take('a', 0);
		for (let knock = 0; knock < 50; knock++) budget.take('a', 100);
		expect(budget.take('a', 1100)).toBeNull();
	});
});
