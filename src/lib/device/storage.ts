/** How much room the browser gives, and whether it may take it back. */

export interface StorageState {
	/** True when the browser will not evict the app's data by itself; null where it does not say. */
	persistent: boolean | null;
	/** Bytes; null where the browser does not say. */
	used: number | null;
	/** Bytes; null where the browser does not say, or says the same to everybody. */
	available: number | null;
}

/** Asks the browser to keep the app's data for good. True when it agreed. */
export async function keepForGood(): Promise<boolean> {
	if (!navigator.storage?.persist) return false;
	try {
		return (await navigator.storage.persisted()) || (await navigator.storage.persist());
	} catch {
		return false;
	}
}

/** What Chromium says is left, whatever is: a true figure would tell devices apart. */
const SAID_TO_ALL_BYTES = 10 * 1024 ** 3;

/** Below either of these a shift's photos may no longer fit. */
const LOW_BYTES = 200_000_000;
const LOW_SHARE = 0.1;

/** Whether a person should know that the room runs out; false where the browser does not say. */
export function runsLow({ used, available }: Pick<StorageState, 'used' | 'available'>): boolean {
	if (used === null || available === null) return false;
	return available < LOW_BYTES || available < LOW_SHARE * (used + available);
}

export async function storageState(): Promise<StorageState> {
	try {
		const [persistent, { usage, quota }] = await Promise.all([
			navigator.storage.persisted(),
			navigator.storage.estimate()
		]);
		const left = usage === undefined || quota === undefined ? null : Math.max(0, quota - usage);
		return { persistent, used: usage ?? null, available: left === SAID_TO_ALL_BYTES ? null : left };
	} catch {
		return { persistent: null, used: null, available: null };
	}
}
