import 'fake-indexeddb/auto';
import { chainFaults } from '$lib/domain/ledger';
import { QueueFile } from '$lib/wire';
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { exportQueue } from './export-queue';
import { FakeServer } from './testing/fake-server';
import { TestTablet } from './testing/tablet';

it('writes everything unsent into one file, and takes nothing away', async () => {
	const server = new FakeServer();
	const tablet = new TestTablet(server);
	await tablet.capture(new Uint8Array([1, 2, 3]));
	await tablet.sync();
	const content = Uint8Array.from({ length: 100_000 }, (_, index) => index % 256);
	const sha256 = await tablet.capture(content);
	await tablet.record(2);
	await tablet.capture(new Uint8Array([9]), undefined, new Date().toISOString());

	const file = v.parse(QueueFile, JSON.parse(await (await exportQueue(tablet.database)).text()));
	expect(file.entries.map(({ seq }) => seq)).toEqual([2, 3, 4, 5]);
	const [first] = server.entries;
	const sent = (await tablet.database.entries.get(1))?.hash ?? null;
	expect(first?.seq).toBe(1);
	expect(await chainFaults(file.entries, tablet.verify, { seq: 1, hash: sent })).toEqual([]);
	const photo = file.photos.find((item) => item.sha256 === sha256);
	expect(
		createHash('sha256')
			.update(Buffer.from(photo?.data ?? '', 'base64'))
			.digest('hex')
	).toBe(sha256);
	expect(file.photos).toHaveLength(2);
	expect(await tablet.waiting()).toEqual([2, 3, 4, 5]);
});
