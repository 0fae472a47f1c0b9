import { endpoint, mayReadMetrics, requireRight } from '$lib/server';
import type { RequestHandler } from './$types';

/** Figures for Prometheus: to this computer itself, to whoever has `METRICS_TOKEN`, and to an admin who is signed in. */
export const GET: RequestHandler = endpoint(async (event) => {
	if (!mayReadMetrics(event)) requireRight(event, 'metrics.read');
	const { text, contentType } = await event.locals.server.metrics.read();
	return new Response(text, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } });
});
