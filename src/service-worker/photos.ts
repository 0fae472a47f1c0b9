/** Photos by their name: from this tablet's own disk, from what it has shown before, or from the server in the tablet's name. */
import type { LocalDatabase } from '$lib/local-db';
import { fetchAsDevice } from '$lib/sync';

const CACHE = 'photos';
/** Some tens of megabytes: enough for the queue's pictures. */
const MAX_KEPT = 80;
const ADDRESS = /^\/api\/photos\/([0-9a-f]{64})$/;

export function isPhotoAddress({ pathname }: URL): boolean {
	return ADDRESS.test(pathname);
}

export async function photoResponse(database: LocalDatabase, request: Request): Promise<Response> {
	const [, sha256 = ''] = ADDRESS.exec(new URL(request.url).pathname) ?? [];
	const own = await database.photos.get(sha256).catch(() => undefined);
	if (own) return new Response(own.blob, { headers: { 'Content-Type': own.mediaType, 'Cache-Control': 'no-store' } });
	const cache = await caches.open(CACHE);
	const kept = await cache.match(request.url);
	if (kept) return kept;
	const asPerson = await fetch(request);
	const answer = asPerson.status === 401 ? ((await fetchAsDevice(database, request.url)) ?? asPerson) : asPerson;
	if (answer.status === 200) {
		await cache.put(request.url, answer.clone());
		const urls = await cache.keys();
		// Oldest first: a cache lists what it holds in the order it came.
		await Promise.all(urls.slice(0, Math.max(0, urls.length - MAX_KEPT)).map((url) => cache.delete(url)));
	}
	return answer;
}
