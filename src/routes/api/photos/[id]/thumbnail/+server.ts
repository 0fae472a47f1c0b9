import { PhotoHash } from '$lib/domain/capture';
import { endpoint, ProblemError, requireDevice, requireDeviceOrRight, requireSite } from '$lib/server';
import { MAX_THUMBNAIL_BODY_BYTES } from '$lib/wire';
import type { RequestEvent, RequestHandler } from './$types';
import * as v from 'valibot';

/** A preview of the photo: see `Thumbnails`. One made from the photo never changes; one that a tablet sent ahead will be replaced. */
export const GET: RequestHandler = endpoint(async (event) => {
	const site = requireDeviceOrRight(event, 'photos.read');
	const found = await event.locals.server.thumbnails.find(site, nameIn(event));
	if (!found) throw new ProblemError('not-found');
	const etag = `"${found.file}"`;
	const headers = {
		'content-type': found.mediaType,
		'cache-control': found.madeFrom === 'photo' ? 'private, max-age=31536000, immutable' : 'private, no-cache',
		'content-security-policy': "default-src 'none'",
		etag
	};
	if (event.request.headers.get('if-none-match') === etag) {
		await found.content.cancel();
		return new Response(null, { status: 304, headers });
	}
	return new Response(found.content, { headers });
});

/** From the tablet that took the photo, ahead of it. */
export const PUT: RequestHandler = endpoint(async (event) => {
	const site = requireSite(event);
	requireDevice(event);
	const body = event.locals.signedBody ?? new Uint8Array();
	if (body.byteLength > MAX_THUMBNAIL_BODY_BYTES) throw new ProblemError('too-large');
	await event.locals.server.thumbnails.put(site, nameIn(event), body);
	return new Response(null, { status: 204 });
});

function nameIn({ params }: RequestEvent): string {
	if (!v.is(PhotoHash, params.id)) throw new ProblemError('not-found');
	return params.id;
}
