import { answer, endpoint, enrolDevice, parseJson, ProblemError, readBytes } from '$lib/server';
import { EnrolRequest } from '$lib/wire';
import type { RequestHandler } from './$types';

/** A witness of two hundred runs fits. */
const MAX_BYTES = 64 * 1024;

export const POST: RequestHandler = endpoint(async (event) => {
	const { server } = event.locals;
	const retryAfterS = await server.limits.enrolment.attempt(event.getClientAddress(), server.now().getTime());
	if (retryAfterS !== null) throw new ProblemError('rate-limited', { retryAfterS });
	const request = parseJson(EnrolRequest, await readBytes(event.request, MAX_BYTES));
	const response = await enrolDevice(server, request);
	await server.limits.enrolment.forgive(event.getClientAddress());
	return answer(response);
});
