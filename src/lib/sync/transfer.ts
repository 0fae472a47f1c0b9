/** The bytes of one photo on their way by tus. Apart from the rest of the sync, so that no screen waits for the tus library. */
import { whereRoom, type LocalDatabase, type StoredPhoto } from '$lib/local-db';
import { PHOTOS_PATH, type PhotoMetadata } from '$lib/wire';
import { DetailedError, Upload } from 'tus-js-client';
import { NetworkFailed, SyncError, UnexpectedAnswer } from './errors';
import { errorOf, type ServerAccess } from './server-call';
import { blobReader, fetchStack } from './tus-fetch';

/** Below the usual body limit of 1 MB of a server in front: most photos are one piece. */
const CHUNK_BYTES = 960 * 1024;
/** Where such a piece did not get through in time: 2 KB a second are enough for this one. */
const SLOW_CHUNK_BYTES = 96 * 1024;
const CHUNK_LIMIT_MS = 60_000;

export type LoadTransfer = () => Promise<typeof transferPhoto>;

/** Sends what the server does not have of it yet. @throws SyncError */
export async function transferPhoto(
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
			chunkSize: photo.lastError?.code === 'answer-too-late' ? SLOW_CHUNK_BYTES : CHUNK_BYTES,
			// Trying again is the run's business: it knows the network, and the other photos.
			retryDelays: null,
			storeFingerprintForResuming: false,
			fingerprint: async () => photo.sha256,
			fileReader: blobReader,
			httpStack: fetchStack(access, CHUNK_LIMIT_MS, (method) => (lastMethod = method)),
			onUploadUrlAvailable: () => {
				urlKept = whereRoom(() => database.photos.update(photo.sha256, { uploadUrl: upload.url }));
			},
			onSuccess: () => resolve(),
			onError: (error) => reject(errorOfUpload(error, access.now()))
		});
		upload.start();
	}).catch(async (error: unknown) => {
		await urlKept;
		// A refused upload is gone at the server: the next attempt starts afresh.
		if (error instanceof SyncError && !error.stopsRun && error.recovery !== 'retry') {
			await whereRoom(() => database.photos.update(photo.sha256, { uploadUrl: null }));
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
