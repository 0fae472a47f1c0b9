import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PublicKey } from '$lib/domain/site';
import { QueueFile } from '$lib/wire';
import * as v from 'valibot';
import { exportQueue } from './export-queue';
import { QueueFileRefused, readQueueFile, takeOver } from './queue-file';
import { FakeServer, problemResponse } from './testing/fake-server';
import { TestTablet } from './testing/tablet';

const options = { siteId: 'site-1', keyOf: (): PublicKey | null => null, nameOf: () => 'Tablet 7' };

let server: FakeServer;
/** Cannot reach the server; `helper` can. */
let stranded: TestTablet;
let helper: TestTablet;
beforeEach(() => {
	server = new FakeServer();
	stranded = new TestTablet(server);
	helper = new TestTablet(server, 'tablet-2');
});

const content = (seed: number) => new Uint8Array(5000).fill(seed);

async function savedFile(): Promise<{ text: string; photos: string[] }> {
	const photos = [await stranded.capture(content(1)), await stranded.capture(content(2))];
	await stranded.record(3);
	return { text: await (await exportQueue(stranded.database)).text(), photos };
}

async function takeOverFrom(text: string, by = helper): Promise<void> {
	await takeOver(by.database, await readQueueFile(new Blob([text]), options), options.nameOf);
}

describe('a file from another tablet', () => {
	it('is kept whole and brought to the server in order, records and photos', async () => {
		const { text, photos } = await savedFile();
		await takeOverFrom(text);
		expect(await helper.database.carried.count()).toBe(5);
		expect(await helper.sync()).toMatchObject({ problem: null, remaining: { entries: 0, photos: 0 } });
		expect(server.entries.map(({ device, seq }) => [device, seq])).toEqual(
			[1, 2, 3, 4, 5].map((seq) => ['tablet-1', seq])
		);
		for (const photo of photos) expect(server.photos.has(photo)).toBe(true);
	});

	it('changes nothing when it is taken over again, before and after it was sent', async () => {
		const { text } = await savedFile();
		await takeOverFrom(text);
		await takeOverFrom(text);
		expect(await helper.database.carried.count()).toBe(5);
		await helper.sync();
		await takeOverFrom(text);
		expect(await helper.sync()).toMatchObject({ problem: null, remaining: { entries: 0, photos: 0 } });
		expect(server.entries).toHaveLength(5);
	});

	it('is no second copy on the tablet that wrote it', async () => {
		const { text } = await savedFile();
		await takeOverFrom(text, stranded);
		expect(await stranded.database.carried.count()).toBe(0);
		expect(await stranded.database.photos.count()).toBe(2);
	});

	it('goes on into the next file while the server cannot be reached', async () => {
		const { text } = await savedFile();
		await takeOverFrom(text);
		await helper.record(1);
		const next = v.parse(QueueFile, JSON.parse(await (await exportQueue(helper.database)).text()));
		expect(next.entries.map(({ device }) => device)).toEqual(['tablet-2', ...Array<string>(5).fill('tablet-1')]);
		expect(next.photos).toHaveLength(2);
	});

	it('waits on this tablet while the network is away, and what is refused does not hold up the rest', async () => {
		const { text } = await savedFile();
		await takeOverFrom(text);
		server.weather = () => 'request-lost';
		expect((await helper.sync()).remaining).toEqual({ entries: 5, photos: 2 });
		server.weather = () => 'fine';
		const refused = (await helper.database.carried.toArray())[4]?.id ?? '';
		server.intercept = ({ path, bytes }) =>
			path === '/api/sync/import' && new TextDecoder().decode(bytes).includes(refused)
				? problemResponse(400, 'invalid-request')
				: null;
		await helper.sync();
		expect(await helper.database.carried.toArray()).toMatchObject([{ id: refused, lastError: { code: 'refused' } }]);
		expect(server.entries).toHaveLength(4);
	});
});

describe('a file that is not right', () => {
	async function refusal(text: string): Promise<string> {
		const error: unknown = await readQueueFile(new Blob([text]), options).catch((thrown: unknown) => thrown);
		return error instanceof QueueFileRefused ? error.code : 'taken';
	}

	it('is refused by what is wrong with it', async () => {
		const { text } = await savedFile();
		const changed = (change: object) => JSON.stringify({ ...(JSON.parse(text) as object), ...change });
		expect(await refusal('<html>')).toBe('queue-file-other');
		expect(await refusal('{"format":"recipe"}')).toBe('queue-file-other');
		expect(await refusal(text.slice(0, -20))).toBe('queue-file-other');
		expect(await refusal(changed({ version: 2 }))).toBe('queue-file-newer');
		expect(await refusal(changed({ entries: [], photos: [] }))).toBe('queue-file-empty');
		expect(await readQueueFile(new Blob([text]), { ...options, siteId: 'site-2' }).catch(String)).toContain('foreign');
	});

	it('gives what can be read, and says how much cannot, and what the server will look at twice', async () => {
		const { text } = await savedFile();
		const file = JSON.parse(text) as QueueFile;
		const [first, second] = file.photos;
		if (!first || !second) throw new Error('no photos');
		first.data = second.data;
		const entries: unknown[] = [...file.entries];
		entries[1] = { nonsense: true };
		entries[4] = { ...file.entries[4], at: '2020-01-01T00:00:00.000Z' };
		const read = await readQueueFile(new Blob([JSON.stringify({ ...file, entries })]), {
			...options,
			keyOf: () => stranded.publicKey
		});
		expect(read.damaged).toEqual({ entries: 1, photos: 1 });
		expect(read.entries.map(({ seq }) => seq)).toEqual([1, 3, 4, 5]);
		expect(read.photos.map(({ sha256 }) => sha256)).toEqual([second.sha256]);
		// The third has lost the record before it, the fifth was changed.
		expect(read.doubtful).toBe(2);
	});
});
