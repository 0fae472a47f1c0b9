/** When to try again. */

export const FIRST_DELAY_MS = 2_000;
export const LONGEST_DELAY_MS = 300_000;

/**
 * Milliseconds until the next attempt after `failures` failed ones in a row (1, 2, …): doubling from 2 s to 5 min, of which the
 * upper half is drawn by `random` (0 to 1), so that a hall of tablets does not return at the same instant. Never earlier than
 * the server asked for.
 */
export function retryDelayMs(failures: number, random: number, retryAfterMs = 0): number {
	const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(Math.max(0, failures - 1), 30));
	return Math.max(retryAfterMs, Math.round(longest * (0.5 + 0.5 * random)));
}

/** `Retry-After` in milliseconds: seconds or an HTTP date; null when missing or neither. */
export function parseRetryAfter(header: string | null, nowMs: number): number | null {
	if (header === null || header.trim() === '') return null;
	if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
	const until = Date.parse(header);
	return Number.isNaN(until) ? null : Math.max(0, until - nowMs);
}
