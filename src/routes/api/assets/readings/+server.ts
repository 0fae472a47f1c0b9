import { answer, endpoint, parseJson, ProblemError, readBytes, requireSite, sourceOf, takeReadings } from '$lib/server';
import { MAX_READINGS_BYTES, ReadingsRequest } from '$lib/wire';
import type { RequestHandler } from './$types';

/** What machines showed and which components were replaced, from a system that an admin has drawn a token for. */
export const POST: RequestHandler = endpoint(async (event) => {
	const site = requireSite(event);
	const { server } = event.locals;
	const source = await sourceOf(server, site, event.request);
	if (!source) throw new ProblemError('not-signed-in', { detail: 'a token that an admin has drawn is needed: Bearer' });
	const retryAfterS = server.budgets.source.take(source.id, server.now().getTime());
	if (retryAfterS !== null) throw new ProblemError('rate-limited', { retryAfterS });
	const { readings } = parseJson(ReadingsRequest, await readBytes(event.request, MAX_READINGS_BYTES));
	return answer(await takeReadings(server, site, source.id, readings));
});
