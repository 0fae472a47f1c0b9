import { endpoint, requireDevice, requireSite } from '$lib/server';
import type { RequestHandler } from './$types';

/** Tells this tablet at once that there is something to pull, for as long as it listens. */
export const GET: RequestHandler = endpoint((event) => {
	const site = requireSite(event);
	requireDevice(event);
	return new Response(event.locals.server.live.open(site), {
		// Proxies that gather an answer before they pass it on would hold up the news.
		headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }
	});
});
