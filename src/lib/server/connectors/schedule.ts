/** When a message that was not taken is sent again: soon at first, for a receiver that restarts; for days, for one that is away over a weekend. */

const S = 1000;
const MIN = 60 * S;
const H = 60 * MIN;

/** Milliseconds before the second attempt, the third, …; the example of the Standard Webhooks specification. */
const WAITS_MS: readonly number[] = [5 * S, 5 * MIN, 30 * MIN, 2 * H, 5 * H, 10 * H, 14 * H, 20 * H, 24 * H];

/** Up to this much longer, so that what failed together does not come back together. */
const JITTER = 0.1;

export const MAX_ATTEMPTS = WAITS_MS.length + 1;

/** Milliseconds to wait after this many attempts; null after the last. `random` is from 0 to 1. */
export function waitAfter(attempts: number, random: number): number | null {
	const wait = WAITS_MS[attempts - 1];
	return wait === undefined ? null : Math.round(wait * (1 + JITTER * random));
}
