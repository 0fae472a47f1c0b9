import { answer, endpoint, readMissing, requireDevice, requireSite } from '$lib/server';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(async (event) =>
	answer(await readMissing(event.locals.server, requireSite(event), requireDevice(event).device))
);
