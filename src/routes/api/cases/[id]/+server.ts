import { answer, endpoint, ProblemError, readCaseDetail, requireDeviceOrRight } from '$lib/server';
import type { RequestHandler } from './$types';

/** One case, by its suggestion, with everything that whoever answers it has to see. */
export const GET: RequestHandler = endpoint(async (event) => {
	const site = requireDeviceOrRight(event, 'register.read');
	const { server, account } = event.locals;
	const detail = await readCaseDetail(server, site, event.params.id, account?.personId ?? null);
	if (!detail) throw new ProblemError('not-found');
	return answer(detail);
});
