/** Previews of the photos that wait, sent before any of them: on a slow network the desk sees something within seconds. */
import { whereRoom, type LocalDatabase } from '$lib/local-db';
import { thumbnailPath } from '$lib/wire';
import { Refused, RunStopped, SyncError, UnexpectedAnswer } from './errors';
import { photosToSend } from './photos';
import { errorOf, send, type ServerAccess } from './server-call';

const LIMIT_MS = 20_000;

/**
 * Sends every preview that waits, the newest decision's first. Whatever goes wrong is told to nobody: a preview is no evidence, and
 * the photos that follow will meet the same network and say so.
 * @throws RunStopped
 */
export async function uploadThumbnails(database: LocalDatabase, access: ServerAccess): Promise<void> {
	for (const sha256 of await photosToSend(database, false)) {
		const photo = await database.photos.get(sha256);
		if (!photo?.thumbnail || photo.thumbnailSettled) continue;
		try {
			await putThumbnail(access, sha256, photo.thumbnail);
		} catch (error) {
			if (error instanceof RunStopped) throw error;
			if (!(error instanceof SyncError)) continue;
			// An older server knows no previews; one that is refused would be refused again.
			if (!(error instanceof Refused)) return;
		}
		await whereRoom(() => database.photos.update(sha256, { thumbnailSettled: true }));
	}
}

/** @throws SyncError, or what reading a damaged Blob throws */
async function putThumbnail(access: ServerAccess, sha256: string, thumbnail: Blob): Promise<void> {
	const body = new Uint8Array(await thumbnail.arrayBuffer());
	const headers = { 'Content-Type': thumbnail.type };
	const response = await send(access, { method: 'PUT', url: thumbnailPath(sha256), headers, body, limitMs: LIMIT_MS });
	// A guest network answers 200 to anything.
	if (response.status === 204) return;
	if (response.ok) throw new UnexpectedAnswer(thumbnailPath(sha256), `status ${response.status}`);
	throw errorOf(response.status, response.headers.get('Retry-After'), await response.text(), access.now());
}
