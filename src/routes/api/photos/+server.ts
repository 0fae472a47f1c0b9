import { endpoint, requireDevice, requireSite } from '$lib/server';
import type { RequestHandler } from './$types';

/** Starts an upload (tus creation). */
export const POST: RequestHandler = endpoint((event) =>
	event.locals.server.photos.handle(event.request, requireSite(event), requireDevice(event).device.id)
);
