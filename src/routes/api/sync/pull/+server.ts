import { answer, endpoint, MAX_PULL, parseInput, pullDocuments, requireDeviceOrRight } from '$lib/server';
import { PROTOCOL_HEADER, protocolOf } from '$lib/wire';
import * as v from 'valibot';
import type { RequestHandler } from './$types';

const Count = v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number));
const Query = v.object({
	after: v.optional(Count, '0'),
	limit: v.optional(v.pipe(Count, v.minValue(1), v.maxValue(MAX_PULL)), '500'),
	since: v.optional(Count)
});

export const GET: RequestHandler = endpoint(async (event) => {
	const site = requireDeviceOrRight(event, 'register.read');
	const audience = event.locals.device ? 'tablet' : 'desk';
	const query = parseInput(Query, Object.fromEntries(event.url.searchParams));
	const protocol = protocolOf(event.request.headers.get(PROTOCOL_HEADER));
	return answer(await pullDocuments(event.locals.server, site, { ...query, audience, protocol }));
});
