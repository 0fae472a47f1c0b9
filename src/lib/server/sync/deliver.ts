/** Records that came over the network: into the ledger, and what is missing before them noticed. */
import type { PushResponse } from '$lib/wire';
import type { Core } from '../core';
import { noticeGap } from '../devices';
import { appendEntries, type Delivery } from '../ledger';

/** As `appendEntries`. */
export async function deliverEntries(core: Core, delivery: Delivery): Promise<PushResponse> {
	const answer = await appendEntries(core, delivery);
	await noticeGap(core, delivery.site, delivery.device, answer);
	return answer;
}
