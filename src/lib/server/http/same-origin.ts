/** A page elsewhere must not act with the session of whoever looks at it. */
import type { RequestEvent } from '@sveltejs/kit';
import { ProblemError } from '../problem';

const HARMLESS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Lets a call that changes something on only where the browser says that it comes from a page of this very origin: by `Origin`, or
 * where that is missing by `Sec-Fetch-Site`. Throws `forbidden`. For calls with a session; a tablet's signature needs no such proof.
 */
export function refuseForeignOrigin({ request, url }: Pick<RequestEvent, 'request' | 'url'>): void {
	if (HARMLESS.includes(request.method)) return;
	const origin = request.headers.get('origin');
	const own = origin === null ? request.headers.get('sec-fetch-site') === 'same-origin' : origin === url.origin;
	if (!own) throw new ProblemError('forbidden', { detail: 'the request comes from another site' });
}
