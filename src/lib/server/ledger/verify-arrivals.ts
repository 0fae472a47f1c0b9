/** Whether what the server noted of each arrival still has its seal, and each follows from the one before it. */
import { setImmediate } from 'node:timers/promises';
import type { Core } from '../core';
import { readSite, sealArrival } from './records';
import type { LedgerVerification, Reports } from './verify';

const PAGE = 1000;

export async function verifyArrivals(
	core: Core,
	site: string,
	reports: Reports
): Promise<Pick<LedgerVerification, 'head' | 'endMissing'>> {
	let head: { position: number; seal: string | null } = { position: 0, seal: null };
	/** What the seal before should be; another than `head.seal` after an arrival whose own seal was changed. */
	let computed: string | null = null;
	let isLastSound = true;
	for (;;) {
		const rows = await core.db
			.selectFrom('entries')
			.select(['position', 'received_at', 'skew_ms', 'hash', 'seal', 'device', 'seq'])
			.where('site', '=', site)
			.where('position', '>', head.position)
			.orderBy('position')
			.limit(PAGE)
			.execute();
		for (const { position, received_at: receivedAt, skew_ms: skewMs, hash, seal, device, seq } of rows) {
			const arrival = { position, receivedAt, skewMs, hash };
			const expected = sealArrival(head.seal, arrival);
			isLastSound = seal === expected || (computed !== head.seal && seal === sealArrival(computed, arrival));
			const report = reports.of(device);
			if (!report) reports.open({ id: device, name: device }).add('unknown-device', seq, position);
			else if (!isLastSound) report.add('arrival-altered', seq, position);
			computed = isLastSound ? seal : expected;
			head = { position, seal };
		}
		if (rows.length < PAGE) break;
		await setImmediate();
	}
	const row = await readSite(core.db);
	return { head, endMissing: isLastSound && row?.id === site && row.seal !== head.seal };
}
