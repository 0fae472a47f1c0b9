/** Photos and their previews: from this tablet's own, from what was fetched before, or else from the server. */
import { keepPicture, readPicture, type LocalDatabase } from '$lib/local-db';
import { fetchAsDevice } from '$lib/sync';

export type Size = 'whole' | 'thumbnail';

const nameOf = (sha256: string, size: Size) => (size === 'whole' ? sha256 : `${sha256}/thumbnail`);

/** Null where neither this tablet nor the server can give it now. */
export async function loadPicture(database: LocalDatabase, sha256: string, size: Size): Promise<Blob | null> {
	return (await ownPicture(database, sha256, size)) ?? fetchPicture(database, sha256, size);
}

/** Without asking anybody. */
export async function ownPicture(database: LocalDatabase, sha256: string, size: Size): Promise<Blob | null> {
	if (sha256 === '') return null;
	const taken = await database.photos.get(sha256);
	if (taken) return size === 'thumbnail' ? (taken.thumbnail ?? taken.blob) : taken.blob;
	return readPicture(database, nameOf(sha256, size));
}

/** Keeps what it fetches, where there is room. */
export async function fetchPicture(database: LocalDatabase, sha256: string, size: Size): Promise<Blob | null> {
	// A fault may be reported without a photo.
	if (sha256 === '') return null;
	try {
		const response = await fetchAsDevice(database, `/api/photos/${nameOf(sha256, size)}`);
		if (!response?.ok) return null;
		const blob = await response.blob();
		await keepPicture(database, nameOf(sha256, size), new Date().toISOString(), blob).catch(() => undefined);
		return blob;
	} catch {
		return null;
	}
}
