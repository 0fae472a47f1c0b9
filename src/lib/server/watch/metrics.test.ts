import { describe, expect, it } from 'vitest';
import { deliverEntries } from '../sync';
import { TestSite, type Tablet } from '../test-site';

describe('the figures for Prometheus', () => {
	it('tell what came, what is missing and what waits for an admin, without naming anybody', async () => {
		const site = await TestSite.open();
		const tablet = await site.enrol('Tablet');
		const entries = tablet.writeInspection();
		const push = (by: Tablet, records: object[]) =>
			deliverEntries(site.server, {
				site: site.id,
				device: by.id,
				records: records.map((record) => JSON.parse(JSON.stringify(record)) as Record<string, unknown>),
				skewMs: 0
			});
		await push(tablet, [entries[0]]);
		await push(tablet, [entries[2]]);
		const stranger = await site.enrol('Other');
		await push(stranger, [stranger.write('no.such.type', {})]);
		const { metrics } = site.server;
		metrics.countRequest('POST', '/api/sync/push', 200, 0.02);
		await push(tablet, [entries[0]]);
		metrics.countPhoto(1000);
		const { text } = await metrics.read();
		for (const line of [
			'countersign_entries_total{result="stored"} 1',
			'countersign_entries_total{result="duplicate"} 1',
			'countersign_entries_total{result="quarantined"} 1',
			'countersign_missing_entries 1',
			'countersign_http_request_seconds_count{method="POST",route="/api/sync/push",status="200"} 1',
			'countersign_push_seconds_count 4',
			'countersign_photo_bytes_total 1000',
			'countersign_waiting_entries 1',
			'countersign_quarantine_open 1',
			'countersign_part_up{part="store"} 1',
			'countersign_part_up{part="photos"} 1'
		]) {
			expect(text.split('\n')).toContain(line);
		}
		expect(text).toContain('nodejs_eventloop_lag_seconds');
		expect(text).not.toContain(site.id);
		expect(text).not.toContain(tablet.id);
		await site.close();
		expect((await metrics.read()).text.split('\n')).toContain('countersign_part_up{part="store"} 0');
	});
});
