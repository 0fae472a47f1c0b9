/** Photos by their name, whole or small: from this tablet's own disk, from what it has shown before, or from the server in its name. */
import type { LocalDatabase } from '$lib/local-db';
import { fetchAsDevice } from '$lib/sync';

const CACHE = 'photos';
/** Some tens of megabytes: enough for the queue's pictures. */
const MAX_KEPT = 80;
const ADDRESS = /^\/api\/photos\/([0-9a-f]{64})(\/thumbnail)?$/;

export function isPhotoAddress({ pathname }: URL): boolean {
	return ADDRESS.test(pathname);
}

export async function photoResponse(database: LocalDatabase, request: Request): Promise<Response> {
	const url = new URL(request.url);
	const [, sha256 = '', small] = ADDRESS.exec(url.pathname) ?? [];
	const own = url.search === '' ? await database.photos.get(sha256).catch(() => undefined) : undefined;
	const picture = (small ? own?.thumbnail : null) ?? own?.blob;
	if (picture) {
		const type = picture.type || own?.mediaType || 'image/jpeg';
		return new Response(picture, { headers: { 'Content-Type': type, 'Cache-Control': 'no-store' } });
	}
	const cache = await caches.open(CACHE);
	const kept = await cache.match(request.url);
	if (kept) return kept;
	const asPerson = await fetch(request);
	const answer = asPerson.status === 401 ? ((await fetchAsDevice(database, request.url)) ?? asPerson) : asPerson;
	// A preview that a tablet sent ahead will be replaced by a better one: only what never changes is kept.
	if (answer.status === 200 && answer.headers.get('Cache-Control')?.includes('immutable')) {
		await cache.put(request.url, answer.clone());
		const urls = await cache.keys();
		// Oldest first: a cache lists what it holds in the order it came.
		await Promise.all(urls.slice(0, Math.max(0, urls.length - MAX_KEPT)).map((kept) => cache.delete(kept)));
	}
	return answer;
}
