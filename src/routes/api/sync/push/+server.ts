import { answer, deliverEntries, endpoint, parseJson, ProblemError, requireDevice, requireSite } from '$lib/server';
import { LenientPushRequest } from '$lib/wire';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = endpoint(async (event) => {
	const site = requireSite(event);
	const { device, skewMs } = requireDevice(event);
	const {
		device: named,
		entries,
		lastSeq
	} = parseJson(LenientPushRequest, event.locals.signedBody ?? new Uint8Array());
	if (named !== device.id) throw new ProblemError('invalid-request', { detail: 'a tablet sends its own entries' });
	return answer(
		await deliverEntries(event.locals.server, { site, device: device.id, records: entries, skewMs, lastSeq })
	);
});
