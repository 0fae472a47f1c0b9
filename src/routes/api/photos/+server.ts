import { endpoint, readSite, requireDeviceOrRight } from '$lib/server';
import type { RequestEvent, RequestHandler } from './$types';

/** Starts an upload (tus creation); at the desk, with a photo of a queue file, the whole of it comes in the same call. */
export const POST: RequestHandler = endpoint(async (event) => {
	const site = requireDeviceOrRight(event, 'queue.import');
	return event.locals.server.photos.handle(event.request, site, await senderOf(event));
});

/** Who vouches that these bytes came in: the tablet that sends them, or the site's own server for whoever is at the desk. */
async function senderOf({ locals: { device, server } }: RequestEvent): Promise<string> {
	return device?.device.id ?? (await readSite(server.db))?.service_device ?? '';
}
