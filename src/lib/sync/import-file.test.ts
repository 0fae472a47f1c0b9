import { createHash } from 'node:crypto';
import { IMPORT_PATH, PHOTOS_PATH, QUEUE_FILE_FORMAT, QUEUE_FILE_VERSION, type Receipt } from '$lib/wire';
import { describe, expect, it } from 'vitest';
import { importQueueFile, type ImportProgress } from './import-file';

const PICTURE = Buffer.from('a picture');
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

function fileOf(content: {
	entries?: object[];
	photos?: object[];
	device?: string | null;
	unreadablePhotos?: string[];
	version?: number;
}): Blob {
	const head = { format: QUEUE_FILE_FORMAT, version: QUEUE_FILE_VERSION, exportedAt: '2026-11-22T08:00:00.000Z' };
	return new Blob([
		JSON.stringify({ ...head, device: 'old', entries: [], photos: [], unreadablePhotos: [], ...content })
	]);
}

const entries = (count: number, from = 1, device = 'old') =>
	Array.from({ length: count }, (_, index) => ({ id: `e${from + index}`, device, seq: from + index }));
const photoOf = (data: Buffer, sha256 = hashOf(data)) => ({
	sha256,
	mediaType: 'image/jpeg',
	data: data.toString('base64')
});

/** A server that takes one device's entries from a number on, and photos that are what they are called. */
class Server {
	next = 1;
	readonly taken = new Map<number, string>();
	readonly photos = new Set<string>();
	readonly batches: number[] = [];
	missingPhotos: string[] = [];
	/** An answer instead of the server's own. */
	intercept: (path: string, body: string) => Response | null = () => null;

	readonly fetch: typeof fetch = async (input, init) => {
		const path = String(input);
		const body = typeof init?.body === 'string' ? init.body : '';
		const other = this.intercept(path, body);
		if (other) return other;
		if (path === IMPORT_PATH)
			return Response.json(this.#take(JSON.parse(body) as { entries: { id: string; seq: number }[] }));
		if (init?.method === 'HEAD') {
			return new Response(null, { status: this.photos.has(path.slice(PHOTOS_PATH.length + 1)) ? 200 : 404 });
		}
		const bytes = Buffer.from(await new Response(init?.body).arrayBuffer());
		const named = Buffer.from(
			new Headers(init?.headers).get('Upload-Metadata')?.split(/[ ,]/)[1] ?? '',
			'base64'
		).toString();
		if (hashOf(bytes) !== named) return problem(400, 'invalid-request');
		this.photos.add(named);
		return new Response(null, { status: 201, headers: { 'Upload-Offset': String(bytes.byteLength) } });
	};

	#take({ entries: sent }: { entries: { id: string; seq: number }[] }) {
		this.batches.push(sent.length);
		const receipts = sent.map(({ id, seq }): Receipt => {
			const receipt = { id, seq, position: null, reason: null };
			if (this.taken.get(seq) === id) return { ...receipt, result: 'duplicate' };
			if (seq !== this.next) return { ...receipt, result: 'out-of-order' };
			this.taken.set(this.next++, id);
			return { ...receipt, result: 'stored' };
		});
		const { missingPhotos } = this;
		return { receipts, expectedSeq: this.next, missingPhotos, serverTime: '2026-11-22T08:00:00.000Z' };
	}
}

function problem(status: number, code: string, headers: Record<string, string> = {}): Response {
	return Response.json({ type: 'about:blank', title: code, status, code }, { status, headers });
}

function bring(
	server: Server,
	file: Blob,
	options: { signal?: AbortSignal; steps?: ImportProgress[]; waits?: number[] } = {}
) {
	return importQueueFile({
		file,
		signal: options.signal ?? new AbortController().signal,
		onProgress: (progress) => options.steps?.push(progress),
		fetch: server.fetch,
		pause: (ms) => (options.waits?.push(ms), Promise.resolve())
	});
}

describe('bringing in a queue file', () => {
	it('takes entries in order, a call’s worth at a time, then photos, and tells how far it is', async () => {
		const server = new Server();
		const steps: ImportProgress[] = [];
		const file = fileOf({ entries: entries(150).toReversed(), photos: [photoOf(PICTURE)] });
		const report = await bring(server, file, { steps });
		expect(report.entries).toMatchObject({ stored: 150, duplicate: 0, outOfOrder: [] });
		expect(report.photos).toEqual({ sent: 1, known: 0, refused: 0, unreadable: 0, missing: 0 });
		expect(server.batches).toEqual([100, 50]);
		expect(steps.map(({ entries: { done }, photos }) => [done, photos.done])).toEqual([
			[0, 0],
			[100, 0],
			[150, 0],
			[150, 1]
		]);
	});

	it('takes nothing twice', async () => {
		const server = new Server();
		const file = fileOf({ entries: entries(3), photos: [photoOf(PICTURE)] });
		await bring(server, file);
		const again = await bring(server, file);
		expect(again.entries).toMatchObject({ stored: 0, duplicate: 3 });
		expect(again.photos).toMatchObject({ sent: 0, known: 1 });
	});

	it('says which numbers are missing before what could not be taken', async () => {
		const server = new Server();
		server.next = 3;
		const { entries: came } = await bring(server, fileOf({ entries: entries(4, 7) }));
		expect(came).toMatchObject({ stored: 0, outOfOrder: [{ count: 4, from: 3, to: 6 }] });
	});

	it('says which photos are damaged, were never in the file, or were lost on the tablet', async () => {
		const server = new Server();
		server.missingPhotos = ['nowhere', 'lost', hashOf(PICTURE)];
		const photos = [photoOf(PICTURE), photoOf(Buffer.from('changed'), 'ab'.repeat(32)), { sha256: 'odd' }];
		const report = await bring(server, fileOf({ entries: entries(1), photos, unreadablePhotos: ['lost'] }));
		expect(report.photos).toEqual({ sent: 1, known: 0, refused: 2, unreadable: 1, missing: 1 });
	});

	it('brings in what stands beside a record that the server refuses, and beside a tablet it does not know', async () => {
		const server = new Server();
		server.intercept = (path, body) => {
			if (path !== IMPORT_PATH) return null;
			if (body.includes('"stranger"')) return problem(401, 'unknown-device');
			return body.includes('"e2"') ? problem(400, 'invalid-request') : null;
		};
		const file = fileOf({
			entries: [...entries(1), ...entries(1, 2), ...entries(2, 1, 'stranger'), { id: 'nobody’s' }],
			device: null
		});
		const report = await bring(server, file);
		expect(report.entries).toMatchObject({ stored: 1, refused: 1, unknownDevice: 3 });
	});

	it('waits as long as the server asks, then goes on', async () => {
		const server = new Server();
		let asked = 0;
		server.intercept = () => (asked++ === 0 ? problem(429, 'rate-limited', { 'Retry-After': '3' }) : null);
		const waits: number[] = [];
		expect((await bring(server, fileOf({ entries: entries(2) }), { waits })).entries.stored).toBe(2);
		expect(waits).toEqual([3000]);
	});

	it('stops when asked to, and when the session has run out, and keeps what was taken', async () => {
		const server = new Server();
		const stop = new AbortController();
		server.intercept = () => (server.batches.length === 1 ? (stop.abort(), null) : null);
		const file = fileOf({ entries: entries(300) });
		await expect(bring(server, file, { signal: stop.signal })).rejects.toMatchObject({ code: 'run-stopped' });
		server.intercept = () => problem(401, 'not-signed-in');
		await expect(bring(server, file)).rejects.toMatchObject({ code: 'sign-in-needed' });
		server.intercept = () => null;
		expect((await bring(server, file)).entries).toMatchObject({ duplicate: 200, stored: 100 });
	});

	it('says of any other file that it is none', async () => {
		for (const content of ['', '{}', '[1]', JSON.stringify({ format: QUEUE_FILE_FORMAT, version: 99 })])
			await expect(bring(new Server(), new Blob([content]))).rejects.toMatchObject({ code: 'queue-file-other' });
		const newer = fileOf({ version: QUEUE_FILE_VERSION + 1 });
		await expect(bring(new Server(), newer)).rejects.toMatchObject({ code: 'queue-file-newer' });
	});
});
