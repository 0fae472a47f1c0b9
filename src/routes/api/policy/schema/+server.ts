import { endpoint, policyJsonSchema } from '$lib/server';
import type { RequestHandler } from './$types';

/** The JSON Schema of exported rules: no secret, so that any editor can load it. */
export const GET: RequestHandler = endpoint(({ url }) =>
	Response.json(policyJsonSchema(url.origin), {
		headers: { 'content-type': 'application/schema+json', 'cache-control': 'public, max-age=3600' }
	})
);
