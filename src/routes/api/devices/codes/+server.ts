import { answer, createEnrolmentCode, endpoint, requireAccount, requireSite } from '$lib/server';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = endpoint(async (event) => {
	const site = requireSite(event);
	return answer(await createEnrolmentCode(event.locals.server, site, requireAccount(event, 'admin')));
});
