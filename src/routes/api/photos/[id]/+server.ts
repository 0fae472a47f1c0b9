import { PhotoHash } from '$lib/domain/capture';
import { endpoint, ProblemError, requireDevice, requireDeviceOrRight, requireSite, type HeldPhoto } from '$lib/server';
import type { RequestEvent, RequestHandler } from './$types';
import * as v from 'valibot';

/** The photo of this name never changes, so nobody needs to ask for it twice. */
export const GET: RequestHandler = endpoint(async (event) => {
	const photo = await findPhoto(event);
	if (event.request.headers.get('if-none-match') === `"${event.params.id}"`) return new Response(null, { status: 304 });
	return new Response(await photo.content(), { headers: headersOf(event, photo) });
});

/** For a photo's name: whether the site holds it. For an upload's address: how far it has come (tus). */
export const HEAD: RequestHandler = endpoint(async (event) => {
	if (!v.is(PhotoHash, event.params.id)) return continueUpload(event);
	const photo = await findPhoto(event);
	return new Response(null, {
		headers: {
			...headersOf(event, photo),
			'cache-control': 'no-store',
			'tus-resumable': '1.0.0',
			'upload-offset': String(photo.bytes),
			'upload-length': String(photo.bytes)
		}
	});
});

/** The next piece of an upload (tus). */
export const PATCH: RequestHandler = endpoint(continueUpload);

function continueUpload(event: RequestEvent): Promise<Response> {
	return event.locals.server.photos.handle(event.request, requireSite(event), requireDevice(event).device.id);
}

async function findPhoto(event: RequestEvent): Promise<HeldPhoto> {
	const site = requireDeviceOrRight(event, 'photos.read');
	const name = event.params.id;
	const photo = v.is(PhotoHash, name) ? await event.locals.server.photos.find(site, name) : null;
	if (!photo) throw new ProblemError('not-found');
	return photo;
}

function headersOf(event: RequestEvent, photo: HeldPhoto): Record<string, string> {
	return {
		'content-type': photo.mediaType,
		'content-length': String(photo.bytes),
		'cache-control': 'private, max-age=31536000, immutable',
		'content-security-policy': "default-src 'none'",
		etag: `"${event.params.id}"`
	};
}
