import { PROTOCOL_VERSION } from '$lib/wire';
import { answer, endpoint, readHealth } from '$lib/server';
import type { RequestHandler } from './$types';

/**
 * `{ status: 'ok' | 'degraded' | 'unavailable', parts: { store, photos } }`. 503 only without the store: with the photo storage down
 * this server still takes entries, so a balancer should go on sending it tablets.
 */
export const GET: RequestHandler = endpoint(async ({ locals: { siteId, server } }) => {
	const parts = await readHealth(server);
	const status = parts.store === 'down' ? 'unavailable' : parts.photos === 'down' ? 'degraded' : 'ok';
	const body = { status, parts, setUp: siteId !== null, protocol: PROTOCOL_VERSION, time: server.now() };
	return answer(body, status === 'unavailable' ? 503 : 200);
});
