/** One run of the sync: push, pull, photos. The same code for the page and the service worker. */
import { StorageFull, storageError, trimSentPhotos, unsentWork, type LocalDatabase } from '$lib/local-db';
import { openAccess, type AccessOptions } from './access';
import { EnrolmentNeeded, PauseAsked, RunStopped, SyncError } from './errors';
import { importCarried } from './carry';
import { inTurn } from './locks';
import { uploadPhotos, type PhotosOutcome } from './photos';
import { pullDocuments } from './pull';
import { pushOutbox, type PushOutcome } from './push';
import { nothingDone, RUN_LIMIT_MS, type SyncReport } from './report';
import type { ServerAccess } from './server-call';
import { forgetSettled } from './settled';
import { noteStatus, problemOf } from './status';
import { uploadThumbnails } from './thumbnails';
import type { LoadTransfer } from './transfer';

export interface SyncOptions extends AccessOptions {
	/** Where the sending of a photo's bytes comes from, asked for with the first photo. */
	transfer: LoadTransfer;
	/** A person asked: photos that were refused too often are tried again too. */
	again?: boolean;
	locks?: LockManager | undefined;
}

/**
 * Sends everything that waits and fetches what is new. Never throws for what the network or the server does.
 * @throws StorageFull at the end, where a step found no room for what it was told; the others were gone through
 */
export async function runSync(options: SyncOptions): Promise<SyncReport> {
	const locks = 'locks' in options ? options.locks : globalThis.navigator?.locks;
	const report = await inTurn(locks, () => runOnce(options));
	if (report) return report;
	const remaining = await countRemaining(options.database);
	return { ...nothingDone(), remaining, elsewhere: true };
}

async function runOnce(options: SyncOptions): Promise<SyncReport> {
	const { database, again = false, now = Date.now } = options;
	const push: PushOutcome = { pushed: 0, quarantined: 0 };
	const photos: PhotosOutcome = { sent: 0, failed: null };
	const report = nothingDone();
	const limit = AbortSignal.timeout(RUN_LIMIT_MS);
	const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
	const errors: SyncError[] = [];
	let full: StorageFull | null = null;
	/** False when nothing after this step can succeed either. */
	const step = async (work: () => Promise<unknown>): Promise<boolean> => {
		try {
			await work();
			return true;
		} catch (error) {
			// Sending is what makes room again.
			const known = storageError(error);
			if (known instanceof StorageFull) {
				full = known;
				return true;
			}
			if (!(error instanceof SyncError)) throw error;
			errors.push(error);
			return !error.stopsRun || isLockedOut(error);
		}
	};
	let access: ServerAccess | null = null;
	const ready = await step(async () => (access = await openAccess({ ...options, signal })));
	if (ready && access) {
		const server: ServerAccess = access;
		const goOn =
			(await step(() => pushOutbox(database, server, push))) &&
			(await step(() => importCarried(database, server, push, again))) &&
			(await step(async () => (report.pulled = await pullDocuments(database, server))));
		if (goOn && (await step(() => uploadThumbnails(database, server)))) {
			await step(() => uploadPhotos(database, server, photos, again, options.transfer));
			await trimSentPhotos(database);
			await forgetSettled(database, now());
		}
		if (photos.failed) errors.push(photos.failed);
	}
	const timeIsOver = limit.aborted && !options.signal?.aborted;
	const worst = mostUrgent(errors.filter((error) => !(timeIsOver && error instanceof RunStopped)));
	const at = now();
	const problem = worst && problemOf(worst, at);
	await noteStatus(database, (status) => ({
		lastError: problem,
		failures: problem ? status.failures + 1 : 0,
		lastSuccessAt: problem ? status.lastSuccessAt : new Date(at).toISOString()
	}));
	if (full) throw full;
	return {
		...report,
		pushed: push.pushed,
		quarantined: push.quarantined,
		photos: photos.sent,
		remaining: await countRemaining(database),
		problem,
		unfinished: timeIsOver,
		retryAfterMs: worst instanceof PauseAsked ? worst.retryAfterMs : 0
	};
}

/** A tablet that was locked out is told nothing more, but may still hand over what it recorded: photos too. */
function isLockedOut(error: SyncError): boolean {
	return error instanceof EnrolmentNeeded && error.code === 'device-revoked';
}

/** What a person must do comes before what time will mend. */
function mostUrgent(errors: readonly SyncError[]): SyncError | null {
	return errors.find(({ recovery }) => recovery !== 'retry') ?? errors[0] ?? null;
}

export async function countRemaining(database: LocalDatabase): Promise<SyncReport['remaining']> {
	return unsentWork(database);
}
