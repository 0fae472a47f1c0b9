import { PhotoHash } from '$lib/domain/capture';
import {
	deliverPhoto,
	endpoint,
	ProblemError,
	requireDevice,
	requireDeviceOrRight,
	requireRight,
	requireSite,
	type HeldPhoto
} from '$lib/server';
import type { RequestEvent, RequestHandler } from './$types';
import * as v from 'valibot';

/**
 * The picture, without the place it was taken unless the site keeps that (see `deliverPhoto`); `?original=1`: the bytes it is named by.
 * Neither ever changes, so nobody needs to ask twice.
 */
export const GET: RequestHandler = endpoint(async (event) => {
	const { id } = event.params;
	const photo = await findPhoto(event);
	const wanted = event.url.searchParams.get('original') === '1' ? 'original' : 'picture';
	if (wanted === 'original') requireRight(event, 'photos.original');
	const { content, bytes, isOriginal } = await deliverPhoto(event.locals.server, requireSite(event), photo, wanted);
	const etag = isOriginal ? `"${id}"` : `"${id}-picture"`;
	if (event.request.headers.get('if-none-match') === etag) return new Response(null, { status: 304 });
	return new Response(content, { headers: { ...headersOf(photo), 'content-length': String(bytes), etag } });
});

/** For a photo's name: whether the site holds it. For an upload's address: how far it has come (tus). */
export const HEAD: RequestHandler = endpoint(async (event) => {
	if (!v.is(PhotoHash, event.params.id)) return continueUpload(event);
	const photo = await findPhoto(event);
	return new Response(null, {
		headers: {
			...headersOf(photo),
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

function headersOf(photo: HeldPhoto): Record<string, string> {
	return {
		'content-type': photo.mediaType,
		'cache-control': 'private, max-age=31536000, immutable',
		'content-security-policy': "default-src 'none'"
	};
}
