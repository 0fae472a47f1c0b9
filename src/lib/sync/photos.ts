/** Sending photos: resumable, each named by its SHA-256, and each for itself: one bad photo never holds up the others. */
import { hashPhoto } from '$lib/device';
import type { LocalDatabase, StoredPhoto } from '$lib/local-db';
import { PHOTOS_PATH, type PhotoMetadata } from '$lib/wire';
import { DetailedError, Upload } from 'tus-js-client';
import { NetworkFailed, PhotoDamaged, SyncError, UnexpectedAnswer } from './errors';
import { errorOf, send, type ServerAccess } from './server-call';
import { needsPerson, storedProblem } from './status';
import { blobReader, fetchStack } from './tus-fetch';
import { MAX_REFUSALS, uploadOrder } from './upload-order';

/** Below the usual body limit of 512 KB, and small enough for a slow network to finish one within the time limit. */
const CHUNK_BYTES = 384 * 1024;
const CHUNK_LIMIT_MS = 60_000;
const ASK_LIMIT_MS = 15_000;

export interface PhotosOutcome {
	sent: number;
	/** The last failure of a single photo; the others went on. */
	failed: SyncError | null;
}

/**
 * Sends every waiting photo. `again`: also those that were refused too often to try by themselves.
 * @throws SyncError when nothing more can be sent now; what was sent until then stays sent
 */
export async function uploadPhotos(
	database: LocalDatabase,
	access: ServerAccess,
	outcome: PhotosOutcome,
	again: boolean
): Promise<void> {
	for (const sha256 of await photosToSend(database, again)) {
		const photo = await database.photos.get(sha256);
		if (!photo || photo.state === 'sent') continue;
		try {
			await uploadPhoto(database, access, photo);
			await database.photos.update(sha256, { state: 'sent', uploadUrl: null, lastError: null });
			outcome.sent += 1;
		} catch (error) {
			if (!(error instanceof SyncError)) throw error;
			// A broken network is not this photo's fault: it keeps its place in the queue.
			const attempts = photo.attempts + (error instanceof NetworkFailed ? 0 : 1);
			await database.photos.update(sha256, { attempts, lastError: storedProblem(error, access.now()) });
			if (error.stopsRun) throw error;
			outcome.failed = error;
		}
	}
}

async function photosToSend(database: LocalDatabase, again: boolean): Promise<string[]> {
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

/** Resolves when the server has said that it holds the whole photo. */
async function uploadPhoto(database: LocalDatabase, access: ServerAccess, photo: StoredPhoto): Promise<void> {
	const blob = await readBlob(photo);
	if (photo.uploadUrl === null && (await serverHas(access, photo.sha256, blob.size))) return;
	const { lastMethod } = await transfer(database, access, photo, blob);
	// The answer to the last piece is the server's word. Where an earlier run sent it and the answer was lost, ask.
	if (lastMethod === 'PATCH' || (await serverHas(access, photo.sha256, blob.size))) return;
	await database.photos.update(photo.sha256, { uploadUrl: null });
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

async function transfer(
	database: LocalDatabase,
	access: ServerAccess,
	photo: StoredPhoto,
	blob: Blob
): Promise<{ lastMethod: string }> {
	const metadata: PhotoMetadata = { sha256: photo.sha256, mediaType: photo.mediaType };
	let lastMethod = '';
	let urlKept: Promise<unknown> = Promise.resolve();
	await new Promise<void>((resolve, reject) => {
		const upload: Upload = new Upload(blob, {
			endpoint: new URL(PHOTOS_PATH, access.baseUrl).href,
			uploadUrl: photo.uploadUrl,
			metadata: { ...metadata },
			chunkSize: CHUNK_BYTES,
			// Trying again is the run's business: it knows the network, and the other photos.
			retryDelays: null,
			storeFingerprintForResuming: false,
			fingerprint: async () => photo.sha256,
			fileReader: blobReader,
			httpStack: fetchStack(access, CHUNK_LIMIT_MS, (method) => (lastMethod = method)),
			onUploadUrlAvailable: () => {
				urlKept = database.photos.update(photo.sha256, { uploadUrl: upload.url });
			},
			onSuccess: () => resolve(),
			onError: (error) => reject(errorOfUpload(error, access.now()))
		});
		upload.start();
	}).catch(async (error: unknown) => {
		await urlKept;
		// A refused upload is gone at the server: the next attempt starts afresh.
		if (error instanceof SyncError && !error.stopsRun && error.recovery !== 'retry') {
			await database.photos.update(photo.sha256, { uploadUrl: null });
		}
		throw error;
	});
	await urlKept;
	return { lastMethod };
}

/** What tus wrapped, as one of our errors. */
function errorOfUpload(error: Error, nowMs: number): unknown {
	if (!(error instanceof DetailedError)) return error;
	const response = error.originalResponse;
	if (!response) return error.causingError ?? new NetworkFailed(error.message);
	const status = response.getStatus();
	if (status < 400) return new UnexpectedAnswer(PHOTOS_PATH, error.message.slice(0, 200));
	return errorOf(status, response.getHeader('Retry-After') ?? null, response.getBody(), nowMs);
}
