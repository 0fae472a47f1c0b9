import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PushResponse } from '$lib/wire';
import type { ReadDelivery } from './append';
import { AppendQueue } from './append-queue';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const ANSWER: PushResponse = { receipts: [], expectedSeq: 1, missingPhotos: [], serverTime: '' };

function delivery(device: string, entries = 1): ReadDelivery {
	const arrivals = Array.from({ length: entries }, () => ({}));
	return { site: 'site', device, records: [], skewMs: 0, arrivals } as unknown as ReadDelivery;
}

/** A queue, and who was written together. */
function open() {
	const queue = new AppendQueue();
	const groups: string[][] = [];
	const add = (reading: Promise<ReadDelivery>) =>
		queue.add(reading, (group) => {
			groups.push(group.map(({ device }) => device));
			return Promise.resolve(group.map(() => ANSWER));
		});
	return { add, groups };
}

describe('deliveries on their way into the ledger', () => {
	it('wait for nobody where there is nobody else', async () => {
		const { add, groups } = open();
		await add(Promise.resolve(delivery('one')));
		expect(groups).toEqual([['one']]);
	});

	it('are written together with others that are being read', async () => {
		const { add, groups } = open();
		const late = Promise.withResolvers<ReadDelivery>();
		const answers = [add(Promise.resolve(delivery('one'))), add(late.promise)];
		await vi.advanceTimersByTimeAsync(10);
		expect(groups).toEqual([]);
		late.resolve(delivery('two'));
		await Promise.all(answers);
		expect(groups).toEqual([['one', 'two']]);
	});

	it('wait no longer than a moment, nor once there are enough', async () => {
		const { add, groups } = open();
		const never = Promise.withResolvers<ReadDelivery>();
		void add(never.promise);
		const first = add(Promise.resolve(delivery('one')));
		await vi.advanceTimersByTimeAsync(60);
		await first;
		await Promise.all(['two', 'three'].map((device) => add(Promise.resolve(delivery(device, 250)))));
		expect(groups).toEqual([['one'], ['two', 'three']]);
	});

	it('are not held up by one that cannot be read', async () => {
		const { add, groups } = open();
		const broken = Promise.withResolvers<ReadDelivery>();
		const refused = expect(add(broken.promise)).rejects.toThrow('no such key');
		const fine = add(Promise.resolve(delivery('one')));
		broken.reject(new Error('no such key'));
		await refused;
		await fine;
		expect(groups).toEqual([['one']]);
	});
});
