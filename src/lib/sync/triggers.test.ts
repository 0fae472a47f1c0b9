import { expect, it } from 'vitest';
import type { SyncReport } from './run';
import { LOOK_AGAIN_MS, nextDelayMs, PULL_EVERY_MS } from './triggers';

const remaining = { entries: 1, photos: 0 };
const done: SyncReport = {
	pushed: 0,
	quarantined: 0,
	pulled: 0,
	photos: 0,
	remaining,
	problem: null,
	retryAfterMs: 0,
	elsewhere: false
};
const failed = (recovery: 'retry' | 'sign-in' | 'enrol', retryAfterMs = 0): SyncReport => ({
	...done,
	problem: { code: 'x', recovery, detail: '', at: '' },
	retryAfterMs
});

it('comes back each minute when all is well, soon after a failure, and rarely where only a person can help', () => {
	expect(nextDelayMs(done, 0, 0.5)).toBe(PULL_EVERY_MS);
	expect(nextDelayMs(failed('retry'), 1, 1)).toBe(2000);
	expect(nextDelayMs(failed('retry', 120_000), 1, 1)).toBe(120_000);
	expect(nextDelayMs(failed('sign-in'), 5, 1)).toBe(LOOK_AGAIN_MS);
	expect(nextDelayMs(failed('enrol'), 5, 1)).toBe(LOOK_AGAIN_MS);
});
