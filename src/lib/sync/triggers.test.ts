import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SyncReport } from './report';
import { GO_ON_MS, HUNG_AFTER_MS, LOOK_AGAIN_MS, nextDelayMs, PULL_EVERY_MS, startTriggers } from './triggers';

const remaining = { entries: 1, photos: 0 };
const done: SyncReport = {
	pushed: 0,
	quarantined: 0,
	pulled: 0,
	photos: 0,
	remaining,
	problem: null,
	unfinished: false,
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
	expect(nextDelayMs({ ...done, unfinished: true }, 0, 0.5)).toBe(GO_ON_MS);
	expect(nextDelayMs(failed('retry'), 1, 1)).toBe(2000);
	expect(nextDelayMs(failed('retry', 120_000), 1, 1)).toBe(120_000);
	expect(nextDelayMs(failed('sign-in'), 5, 1)).toBe(LOOK_AGAIN_MS);
	expect(nextDelayMs(failed('enrol'), 5, 1)).toBe(LOOK_AGAIN_MS);
});

describe('while a page is open', () => {
	const network = { onLine: true };
	beforeEach(() => {
		vi.useFakeTimers();
		vi.stubGlobal('navigator', network);
		vi.stubGlobal('addEventListener', () => undefined);
		vi.stubGlobal('removeEventListener', () => undefined);
		vi.stubGlobal('document', { addEventListener() {}, removeEventListener() {} });
	});
	afterEach(() => {
		vi.useRealTimers();
		vi.unstubAllGlobals();
	});

	function start(run: () => Promise<SyncReport>, leaveToBackground: () => Promise<unknown> = async () => undefined) {
		return startTriggers({ run, leaveToBackground, failed: () => undefined, random: () => 1 });
	}

	it('tries again after a run that never ends', async () => {
		const run = vi.fn(() => new Promise<SyncReport>(() => undefined));
		const triggers = start(run);
		await vi.advanceTimersByTimeAsync(HUNG_AFTER_MS + 1);
		expect(run).toHaveBeenCalledTimes(2);
		triggers.stop();
	});

	it('tries again although the browser never answers about Background Sync, as one without it does', async () => {
		const run = vi.fn(async () => done);
		const triggers = start(run, () => new Promise(() => undefined));
		await vi.advanceTimersByTimeAsync(PULL_EVERY_MS * 3 + 10);
		expect(run).toHaveBeenCalledTimes(4);
		triggers.stop();
	});

	it('tries again after every failure, of the network or of the disk, and soon again after it works', async () => {
		const outcomes = [async () => failed('retry'), async () => Promise.reject(new Error('disk')), async () => done];
		const run = vi.fn(() => (outcomes.shift() ?? (async () => done))());
		const triggers = start(run);
		await vi.advanceTimersByTimeAsync(2000 + 4000 + 10);
		expect(run).toHaveBeenCalledTimes(3);
		await vi.advanceTimersByTimeAsync(PULL_EVERY_MS);
		expect(run).toHaveBeenCalledTimes(4);
		triggers.stop();
	});

	it('tries now and then also where the tablet says that there is no network', async () => {
		network.onLine = false;
		const run = vi.fn(async () => done);
		const triggers = start(run);
		await vi.advanceTimersByTimeAsync(PULL_EVERY_MS + 10);
		network.onLine = true;
		expect(run).toHaveBeenCalledTimes(1);
		triggers.stop();
	});
});
