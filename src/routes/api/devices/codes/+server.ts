import { answer, createEnrolmentCode, endpoint, requireRight } from '$lib/server';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = endpoint(async (event) => {
	const { site, account } = requireRight(event, 'devices.manage');
	return answer(await createEnrolmentCode(event.locals.server, site, account));
});
