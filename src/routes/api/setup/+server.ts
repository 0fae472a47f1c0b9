import { answer, createSite, endpoint, parseJson, ProblemError, readBytes, SetupRequest } from '$lib/server';
import type { RequestHandler } from './$types';

const MAX_BYTES = 4096;

/** The first run, for scripts; people use the page `/setup`. */
export const POST: RequestHandler = endpoint(async (event) => {
	const { server } = event.locals;
	const retryAfterS = await server.limits.setup.attempt(event.getClientAddress(), server.now().getTime());
	if (retryAfterS !== null) throw new ProblemError('rate-limited', { retryAfterS });
	return answer(await createSite(server, parseJson(SetupRequest, await readBytes(event.request, MAX_BYTES))));
});
