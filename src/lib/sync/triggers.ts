/** What sets a run off while a page is open. Together they do without Background Sync, which only Chromium has. */
import { isOnline } from '$lib/device';
import { retryDelayMs } from './backoff';
import { RUN_LIMIT_MS, type SyncReport } from './report';

/** With nothing to send, how often the tablet asks for what is new. */
export const PULL_EVERY_MS = 60_000;
/** How often it looks whether a person has done what was needed (signed in, enrolled, updated). */
export const LOOK_AGAIN_MS = 300_000;
/** After a run whose time was over, the next goes on. */
export const GO_ON_MS = 1_000;
/** A run that has not ended by then hangs on something that will not come: it is left behind. */
export const HUNG_AFTER_MS = 3 * RUN_LIMIT_MS;

export interface TriggerOptions {
	run: () => Promise<SyncReport>;
	/** Asks for Background Sync; called when something had to stay behind, or there is no network. */
	leaveToBackground: () => Promise<unknown>;
	/** Takes what `run` threw: a broken database, for instance. */
	failed: (error: unknown) => void;
	random?: () => number;
}

export interface Triggers {
	/** After every write: sends now, or leaves it to the background when there is no network. */
	poke(): void;
	stop(): void;
}

/** Runs at once, then whenever the network returns, the page is shown, something is written, and the timer says so. */
export function startTriggers({ run, leaveToBackground, failed, random = Math.random }: TriggerOptions): Triggers {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let failures = 0;
	let stopped = false;

	const again = (delayMs: number) => {
		clearTimeout(timer);
		// Some tablets say "offline" on networks that work: the timer tries all the same.
		if (!stopped) timer = setTimeout(() => void attempt().catch(recover), delayMs);
	};
	const attempt = async () => {
		// Set first: a run that hangs must not be the last one.
		again(HUNG_AFTER_MS);
		const report = await run();
		failures = report.problem?.recovery === 'retry' ? failures + 1 : 0;
		again(nextDelayMs(report, failures, random()));
		if (report.remaining.entries + report.remaining.photos > 0) await leaveToBackground();
	};
	const waitForNetwork = async () => {
		again(PULL_EVERY_MS);
		await leaveToBackground();
	};
	const recover = (error: unknown) => {
		failures += 1;
		again(retryDelayMs(failures, random()));
		failed(error);
	};
	const trigger = () => void (isOnline() ? attempt() : waitForNetwork()).catch(recover);
	const whenShown = () => {
		if (document.visibilityState === 'visible') trigger();
	};

	addEventListener('online', trigger);
	addEventListener('pageshow', trigger);
	document.addEventListener('visibilitychange', whenShown);
	trigger();
	return {
		poke: trigger,
		stop() {
			stopped = true;
			clearTimeout(timer);
			removeEventListener('online', trigger);
			removeEventListener('pageshow', trigger);
			document.removeEventListener('visibilitychange', whenShown);
		}
	};
}

/** Milliseconds until the timer's next run. */
export function nextDelayMs(report: SyncReport, failures: number, random: number): number {
	switch (report.problem?.recovery) {
		case undefined:
			return report.unfinished ? GO_ON_MS : PULL_EVERY_MS;
		case 'retry':
			return retryDelayMs(failures, random, report.retryAfterMs);
		default:
			return LOOK_AGAIN_MS;
	}
}
