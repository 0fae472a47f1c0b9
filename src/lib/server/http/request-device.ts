/** Which tablet signed a call. The body is read here, once, because the signature covers it. */
import { APP_HEADER, DEVICE_SCHEME, MAX_PUSH_BYTES, PHOTOS_PATH, PUSH_PATH } from '$lib/wire';
import type { RequestEvent } from '@sveltejs/kit';
import { authenticateDevice, type RequestDevice } from '../auth';
import { ProblemError } from '../problem';
import { readBytes } from './endpoint';

/** Of calls that carry no entries. */
const MAX_OTHER_BYTES = 64 * 1024;

export interface SignedCall {
	device: RequestDevice | null;
	/** The body that was signed; null where it is streamed or there is none. */
	body: Uint8Array<ArrayBuffer> | null;
}

/** Null device when the call carries no device signature; throws when it carries one that does not hold, or is not let in. */
export async function readSignedCall(event: RequestEvent, site: string): Promise<SignedCall> {
	const { request, url, locals } = event;
	const authorization = request.headers.get('authorization');
	if (!authorization?.startsWith(DEVICE_SCHEME)) return { device: null, body: null };
	// The pieces of a photo: its own hash is checked when it is whole.
	const isStreamed = url.pathname.startsWith(PHOTOS_PATH) && ['POST', 'PATCH'].includes(request.method);
	const maxBytes = url.pathname.startsWith('/api/sync/') ? MAX_PUSH_BYTES : MAX_OTHER_BYTES;
	const body = isStreamed || request.body === null ? null : await readBytes(request, maxBytes);
	const device = await authenticateDevice(locals.server, site, {
		authorization,
		method: request.method,
		pathAndQuery: url.pathname + url.search,
		body
	});
	if (device.device.revoked && !mayStillDeliver(event)) throw new ProblemError('device-revoked');
	await locals.server.contacts.note(site, device, request.headers.get(APP_HEADER));
	return { device, body };
}

/** A tablet that was locked out may hand over what it recorded, photos included: it goes to quarantine. It is told nothing else. */
function mayStillDeliver({ request: { method }, url: { pathname } }: RequestEvent): boolean {
	if (pathname === PUSH_PATH) return true;
	return pathname.startsWith(PHOTOS_PATH) && method !== 'GET';
}
