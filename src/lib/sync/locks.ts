/** One run at a time, across tabs and the service worker; and one more after it when something was written meanwhile. */

export const RUNNING = 'countersign-sync';
const NEXT = 'countersign-sync-next';
/** No run lasts this long (`RUN_LIMIT_MS`): a turn held longer is held by a tab that the browser has frozen. */
const STUCK_AFTER_MS = 10 * 60_000;

/**
 * Runs now, or right after the run in progress; null when another caller already waits to do just that: its run starts later
 * than this call and so sees everything this caller has written.
 */
export async function inTurn<T>(
	locks: LockManager | undefined,
	run: () => Promise<T>,
	stuckAfterMs = STUCK_AFTER_MS
): Promise<T | null> {
	// Plain http on a LAN has no locks and no service worker either; the server's receipts make a second run harmless.
	if (!locks) return run();
	const first = await locks.request(RUNNING, { ifAvailable: true }, async (lock) =>
		lock ? { value: await run() } : null
	);
	if (first) return first.value;
	// Held only until the run in progress ends, so that whoever writes during the next run gets one more.
	const release = await locks.request(NEXT, { ifAvailable: true }, async (next) =>
		next ? acquire(locks, stuckAfterMs) : null
	);
	if (!release) return null;
	try {
		return await run();
	} finally {
		release();
	}
}

/**
 * Waits for the running lock and keeps it until the returned function is called. One that is stuck is taken away: should its holder go
 * on after all, the server's receipts make the second run harmless.
 */
async function acquire(locks: LockManager, stuckAfterMs: number): Promise<() => void> {
	return new Promise((resolve, reject) => {
		const held = () => new Promise<void>((release) => resolve(release));
		const patience = AbortSignal.timeout(stuckAfterMs);
		locks.request(RUNNING, { signal: patience }, held).catch((error: unknown) => {
			if (!patience.aborted) return reject(error);
			locks.request(RUNNING, { steal: true }, held).catch(reject);
		});
	});
}
