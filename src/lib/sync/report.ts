/** What a run of the sync has to report, and how long it may take: known to whoever starts one, before the sync itself is loaded. */
import type { SyncProblem } from './status';

/** A run ends itself after this long and the next goes on: none holds the turn for ever, whatever it waits for. */
export const RUN_LIMIT_MS = 5 * 60_000;

export interface SyncReport {
	/** Entries the server acknowledged, the quarantined ones among them. */
	pushed: number;
	quarantined: number;
	/** Documents that came. */
	pulled: number;
	/** Photos the server confirmed. */
	photos: number;
	/** What still waits on this tablet. */
	remaining: { entries: number; photos: number };
	problem: SyncProblem | null;
	/** The run's time was over before everything was sent; nothing went wrong. */
	unfinished: boolean;
	/** Milliseconds the server asked to be left alone. */
	retryAfterMs: number;
	/** True when another tab or the service worker does the work, after everything written so far. */
	elsewhere: boolean;
}

export function nothingDone(): SyncReport {
	return {
		pushed: 0,
		quarantined: 0,
		pulled: 0,
		photos: 0,
		remaining: { entries: 0, photos: 0 },
		problem: null,
		unfinished: false,
		retryAfterMs: 0,
		elsewhere: false
	};
}
