/** Sending photos: resumable, each named by its SHA-256, and each for itself: one bad photo never holds up the others. */
import { hashPhoto } from '$lib/device';
import { isStorageFull, photosInHand, whereRoom, type LocalDatabase, type StoredPhoto } from '$lib/local-db';
import { PHOTOS_PATH } from '$lib/wire';
import { NetworkFailed, PhotoDamaged, SyncError, UnexpectedAnswer } from './errors';
import { errorOf, send, type ServerAccess } from './server-call';
import { needsPerson, storedProblem } from './status';
import type { LoadTransfer } from './transfer';
import { MAX_REFUSALS, uploadOrder } from './upload-order';

const ASK_LIMIT_MS = 15_000;

export interface PhotosOutcome {
	sent: number;
	/** The last failure of a single photo; the others went on. */
	failed: SyncError | null;
}

/** On the way at the same time: while the server writes one to disk, the next is on the network. */
const AT_ONCE = 3;

/**
 * Sends every waiting photo. `again`: also those that were refused too often to try by themselves.
 * @throws SyncError when nothing more can be sent now; what was sent until then stays sent
 */
export async function uploadPhotos(
	database: LocalDatabase,
	access: ServerAccess,
	outcome: PhotosOutcome,
	again: boolean,
	loadTransfer: LoadTransfer
): Promise<void> {
	const names = (await photosToSend(database, again)).values();
	let stopped = false;
	const sendNext = async () => {
		for (const sha256 of names) {
			if (stopped) return;
			await sendOne(sha256).catch((error: unknown) => {
				stopped = true;
				throw error;
			});
		}
	};
	const sendOne = async (sha256: string) => {
		const photo = await database.photos.get(sha256);
		if (!photo || photo.state === 'sent') return;
		try {
			await uploadPhoto(database, access, photo, loadTransfer);
			await settle(database, sha256);
			outcome.sent += 1;
		} catch (error) {
			if (!(error instanceof SyncError)) throw error;
			// A broken network is not this photo's fault: it keeps its place in the queue.
			const attempts = photo.attempts + (error instanceof NetworkFailed ? 0 : 1);
			const lastError = storedProblem(error, access.now());
			await whereRoom(() => database.photos.update(sha256, { attempts, lastError }));
			if (error.stopsRun) throw error;
			outcome.failed = error;
		}
	};
	const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, sendNext));
	const failed = ended.find((end) => end.status === 'rejected');
	if (failed) throw failed.reason;
}

/** Names of the photos that wait, in the order to send them; `again`: also those that were refused too often. */
export async function photosToSend(database: LocalDatabase, again: boolean): Promise<string[]> {
	const waiting: Pick<StoredPhoto, 'sha256' | 'attempts' | 'takenAt'>[] = [];
	await database.photos
		.where('state')
		.equals('waiting')
		.each(({ sha256, attempts, takenAt, lastError }) => {
			const givenUp = attempts >= MAX_REFUSALS && needsPerson(lastError);
			if (again || !givenUp) waiting.push({ sha256, attempts, takenAt });
		});
	if (waiting.length < 2) return waiting.map(({ sha256 }) => sha256);
	const decided = await newestDecisions(database, new Set(waiting.map(({ sha256 }) => sha256)));
	return uploadOrder(waiting, decided).map(({ sha256 }) => sha256);
}

/** The newest decision's `seq` per photo. Walks back only as far as the waiting photos reach. */
async function newestDecisions(database: LocalDatabase, wanted: ReadonlySet<string>): Promise<Map<string, number>> {
	const photoOf = new Map<string, string>();
	const missing = new Set(wanted);
	let oldest = Infinity;
	const captures = database.entries.where('type').equals('capture.recorded').reverse();
	await captures
		.until(() => missing.size === 0)
		.each(({ seq, entry }) => {
			const { id, photo } = entry.body;
			if (typeof id !== 'string' || typeof photo !== 'object' || photo === null || !('sha256' in photo)) return;
			if (typeof photo.sha256 !== 'string' || !wanted.has(photo.sha256)) return;
			photoOf.set(id, photo.sha256);
			missing.delete(photo.sha256);
			oldest = seq;
		});
	const decided = new Map<string, number>();
	const decisions = database.entries.where('type').equals('decision.made').reverse();
	await decisions
		.until(({ seq }) => seq < oldest)
		.each(({ seq, entry }) => {
			const sha256 = photoOf.get(String(entry.body.captureId));
			if (sha256 !== undefined && !decided.has(sha256)) decided.set(sha256, seq);
		});
	return decided;
}

/**
 * The server holds it. It stays here to be looked at again, unless the disk is full: then it is the first to make room. One that
 * somebody has in hand stays as it is, and the server is asked for it again.
 */
async function settle(database: LocalDatabase, sha256: string): Promise<void> {
	try {
		await database.photos.update(sha256, { state: 'sent', uploadUrl: null, lastError: null });
	} catch (error) {
		if (!isStorageFull(error)) throw error;
		if (!(await photosInHand(database)).has(sha256)) await database.photos.delete(sha256);
	}
}

/** Resolves when the server has said that it holds the whole photo. */
async function uploadPhoto(
	database: LocalDatabase,
	access: ServerAccess,
	photo: StoredPhoto,
	loadTransfer: LoadTransfer
): Promise<void> {
	const blob = await readBlob(photo);
	if (photo.uploadUrl === null && (await serverHas(access, photo.sha256, blob.size))) return;
	const transfer = await loadTransfer();
	const { lastMethod } = await transfer(database, access, photo, blob);
	// The answer to the last piece is the server's word. Where an earlier run sent it and the answer was lost, ask.
	if (lastMethod === 'PATCH' || (await serverHas(access, photo.sha256, blob.size))) return;
	await whereRoom(() => database.photos.update(photo.sha256, { uploadUrl: null }));
	throw new UnexpectedAnswer(PHOTOS_PATH, 'the upload is complete and the photo is not there');
}

/** The photo's bytes, checked against its name. Copied out of the database, which may take its Blob away. */
async function readBlob(photo: StoredPhoto): Promise<Blob> {
	let copy: Blob;
	try {
		copy = new Blob([await photo.blob.arrayBuffer()], { type: photo.mediaType });
	} catch (error) {
		throw new PhotoDamaged(photo.sha256, error instanceof Error ? error.name : 'unreadable');
	}
	if ((await hashPhoto(copy)) !== photo.sha256) throw new PhotoDamaged(photo.sha256, 'other content');
	return copy;
}

/** A guest network answers 200 to anything: only an answer that names the photo's length is the server's. */
async function serverHas(access: ServerAccess, sha256: string, bytes: number): Promise<boolean> {
	const url = `${PHOTOS_PATH}/${sha256}`;
	const { ok, status, headers } = await send(access, { method: 'HEAD', url, limitMs: ASK_LIMIT_MS });
	if (ok) return [headers.get('Upload-Offset'), headers.get('Upload-Length')].every((text) => text === String(bytes));
	if (status === 404 || status === 410) return false;
	throw errorOf(status, headers.get('Retry-After'), '', access.now());
}
