import { answer, deliverEntries, endpoint, parseJson, readBytes, requireDeviceOrRight } from '$lib/server';
import { ImportRequest, MAX_PUSH_BYTES } from '$lib/wire';
import type { RequestHandler } from './$types';

/** Entries of a queue file, of whichever device made them. */
export const POST: RequestHandler = endpoint(async (event) => {
	const { server, signedBody } = event.locals;
	const site = requireDeviceOrRight(event, 'queue.import');
	const bytes = signedBody ?? (await readBytes(event.request, MAX_PUSH_BYTES));
	const { device, entries } = parseJson(ImportRequest, bytes);
	// How wrong the clock of the device was when it made them, nobody knows any more.
	return answer(await deliverEntries(server, { site, device, records: entries, skewMs: 0, imported: true }));
});
