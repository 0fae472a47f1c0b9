import { describe, expect, it } from 'vitest';
import { AttemptLimit } from './attempts';

describe('a limit on attempts', () => {
	it('lets so many through, then says how long to wait, and lets go again after that', () => {
		const limit = new AttemptLimit(3, 60_000);
		expect([0, 1000, 2000].map((at) => limit.attempt('ada', at))).toEqual([null, null, null]);
		expect(limit.attempt('ada', 10_000)).toBe(50);
		expect(limit.attempt('eve', 10_000)).toBeNull();
		expect(limit.attempt('ada', 60_000)).toBeNull();
		expect(limit.attempt('ada', 60_500)).toBe(0.5);
	});

	it('forgets failures once it worked', () => {
		const limit = new AttemptLimit(1, 60_000);
		limit.attempt('ada', 0);
		limit.forgive('ada');
		expect(limit.attempt('ada', 1)).toBeNull();
	});
});
