/** Records that came over the network: into the ledger, and what is missing before them noticed. */
import type { PushResponse } from '$lib/wire';
import type { Background } from '../background';
import type { Core } from '../core';
import { noticeGap } from '../devices';
import { appendEntries, type Delivery } from '../ledger';
import type { Metrics } from '../watch';

interface Receiving extends Core {
	metrics: Metrics;
	background: Background;
}

/** As `appendEntries`. */
export async function deliverEntries(server: Receiving, delivery: Delivery): Promise<PushResponse> {
	const started = performance.now();
	const answer = await appendEntries(server, delivery);
	server.metrics.countPush(answer.receipts, (performance.now() - started) / 1000);
	// Something may have been taken back, which nobody should act on a moment longer.
	server.background.wake();
	await noticeGap(server, delivery.site, delivery.device, answer);
	return answer;
}
