import { endpoint, notePresence, parseJson, requireDevice, requireSite } from '$lib/server';
import { PresenceRequest } from '$lib/wire';
import type { RequestHandler } from './$types';

/** What this tablet has on its screen. */
export const POST: RequestHandler = endpoint(async (event) => {
	const site = requireSite(event);
	const { device } = requireDevice(event);
	const { seen } = parseJson(PresenceRequest, event.locals.signedBody ?? new Uint8Array());
	await notePresence(event.locals.server, site, device.id, seen);
	return new Response(null, { status: 204 });
});
