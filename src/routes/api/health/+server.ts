import { PROTOCOL_VERSION } from '$lib/wire';
import { answer, endpoint } from '$lib/server';
import type { RequestHandler } from './$types';

/** Answers 200 only when the store answers. */
export const GET: RequestHandler = endpoint(async ({ locals }) => {
	await locals.server.db.selectFrom('sites').select('id').limit(1).execute();
	return answer({ status: 'ok', setUp: locals.siteId !== null, protocol: PROTOCOL_VERSION, time: locals.server.now() });
});
