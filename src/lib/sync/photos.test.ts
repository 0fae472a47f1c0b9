import 'fake-indexeddb/auto';
import { v7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeServer, problemResponse, type Call } from './testing/fake-server';
import { TestTablet } from './testing/tablet';

const CHUNK = 960 * 1024;
let server: FakeServer;
let tablet: TestTablet;
beforeEach(() => {
	server = new FakeServer();
	tablet = new TestTablet(server);
});

/** Bytes that differ by `seed`. */
function content(seed: number, length = 1000): Uint8Array<ArrayBuffer> {
	return Uint8Array.from({ length }, (_, index) => (index * 31 + seed * 7) % 251);
}

const isPiece = ({ method }: Call) => method === 'PATCH';
const created = () =>
	server.calls
		.filter(({ method, path }) => method === 'POST' && path === '/api/photos')
		.map(({ headers }) => atob(/sha256 (\S+?)(,|$)/.exec(headers.get('Upload-Metadata') ?? '')?.[1] ?? ''));
const stateOf = async (sha256: string) => (await tablet.database.photos.get(sha256))?.state;

describe('sending photos', () => {
	it('brings the same bytes, under their SHA-256, and marks the photo sent', async () => {
		const sha256 = await tablet.capture(content(1, CHUNK + 5));
		expect(await tablet.sync()).toMatchObject({ photos: 1, remaining: { photos: 0 }, problem: null });
		expect(server.photos.get(sha256)).toEqual(new Uint8Array(content(1, CHUNK + 5)));
		expect(await stateOf(sha256)).toBe('sent');
		expect(server.calls.filter(isPiece)).toHaveLength(2);
	});

	it('goes on for a tablet that was locked out: its records in quarantine need their photos', async () => {
		const sha256 = await tablet.capture(content(1));
		server.intercept = ({ path }) => (path === '/api/sync/pull' ? problemResponse(403, 'device-revoked') : null);
		expect(await tablet.sync()).toMatchObject({ photos: 1, problem: { code: 'device-revoked', recovery: 'enrol' } });
		expect(server.photos.has(sha256)).toBe(true);
	});

	it('goes on where a broken transfer ended', async () => {
		const sha256 = await tablet.capture(content(1, 2 * CHUNK));
		server.cutPieceAt = () => 1000;
		expect((await tablet.sync()).problem).toMatchObject({ code: 'network-failed' });
		expect(await stateOf(sha256)).toBe('waiting');
		server.cutPieceAt = null;
		server.calls.length = 0;
		await tablet.sync();
		expect(server.photos.has(sha256)).toBe(true);
		expect(created()).toEqual([]);
		expect(server.calls.find(isPiece)?.headers.get('Upload-Offset')).toBe('1000');
	});

	it('sends smaller pieces where one did not get through in time', async () => {
		const sha256 = await tablet.capture(content(1, 200_000));
		const lastError = { code: 'answer-too-late', detail: '', at: '' };
		await tablet.database.photos.update(sha256, { lastError });
		expect(await tablet.sync()).toMatchObject({ photos: 1, problem: null });
		expect(server.calls.filter(isPiece).map(({ bytes }) => bytes.length)).toEqual([98_304, 98_304, 3392]);
	});

	it('does not call a photo sent before the answer to its last piece', async () => {
		const sha256 = await tablet.capture(content(1));
		server.weather = (call) => (isPiece(call) ? 'answer-lost' : 'fine');
		await tablet.sync();
		expect(await stateOf(sha256)).toBe('waiting');
		server.weather = () => 'fine';
		expect(await tablet.sync()).toMatchObject({ photos: 1, problem: null });
		expect(server.calls.filter(isPiece)).toHaveLength(1);
		expect(await stateOf(sha256)).toBe('sent');
	});

	it('sends nothing of a photo the server has already', async () => {
		const sha256 = await tablet.capture(content(1));
		server.photos.set(sha256, content(1));
		expect(await tablet.sync()).toMatchObject({ photos: 1, remaining: { photos: 0 } });
		expect(server.calls.filter(isPiece)).toHaveLength(0);
	});

	it('does not believe a guest network that answers yes to everything', async () => {
		const sha256 = await tablet.capture(content(1));
		server.intercept = ({ path }) => (path.startsWith('/api/photos') ? new Response('<html>Welcome</html>') : null);
		expect((await tablet.sync()).problem).toMatchObject({ code: 'unexpected-answer', recovery: 'retry' });
		expect(await stateOf(sha256)).toBe('waiting');
	});

	it('starts anew when the server has forgotten the upload', async () => {
		const sha256 = await tablet.capture(content(1));
		await tablet.database.photos.update(sha256, { uploadUrl: 'https://site.example/api/photos/long-gone' });
		expect(await tablet.sync()).toMatchObject({ photos: 1, problem: null });
		expect(server.photos.has(sha256)).toBe(true);
	});

	it('sends a photo again that the server says it misses', async () => {
		const sha256 = await tablet.capture(content(1));
		await tablet.sync();
		server.photos.clear();
		server.missingPhotos = [sha256];
		await tablet.record(1);
		await tablet.sync();
		expect(server.photos.has(sha256)).toBe(true);
	});

	it('sends the newest decision’s photo first and undecided ones last', async () => {
		const captures = [v7(), v7(), v7()] as const;
		const hashes: string[] = [];
		for (const [index, capture] of captures.entries()) hashes.push(await tablet.capture(content(index), capture));
		await tablet.decide(captures[1]);
		await tablet.decide(captures[0]);
		await tablet.sync();
		expect(created()).toEqual([hashes[0], hashes[1], hashes[2]]);
	});

	it('keeps one refused photo from holding up the others, and gives up on it until a person asks', async () => {
		const hashes: string[] = [];
		for (const seed of [1, 2, 3]) hashes.push(await tablet.capture(content(seed)));
		const [, bad = ''] = hashes;
		server.intercept = ({ method, headers }) =>
			method === 'POST' && headers.get('Upload-Metadata')?.includes(btoa(bad))
				? problemResponse(413, 'too-large')
				: null;
		const report = await tablet.sync();
		expect(report).toMatchObject({ photos: 2, remaining: { photos: 1 }, problem: { code: 'too-large' } });
		expect(await tablet.database.photos.get(bad)).toMatchObject({ attempts: 1, lastError: { code: 'too-large' } });
		await tablet.sync();
		await tablet.sync();
		server.calls.length = 0;
		await tablet.sync();
		expect(created()).toEqual([]);
		server.intercept = () => null;
		expect(await tablet.sync({ again: true })).toMatchObject({ photos: 1, remaining: { photos: 0 } });
	});

	it('says which photo was damaged on the tablet and sends the others', async () => {
		const bad = await tablet.capture(content(1));
		const good = await tablet.capture(content(2));
		await tablet.database.photos.update(bad, { blob: new Blob(['other bytes']) });
		const report = await tablet.sync();
		expect(report.problem).toMatchObject({ code: 'photo-damaged', recovery: 'correct' });
		expect([...server.photos.keys()]).toEqual([good]);
	});

	it('sends photos although an entry is stuck', async () => {
		const sha256 = await tablet.capture(content(1));
		server.intercept = ({ path }) => (path === '/api/sync/push' ? problemResponse(400, 'invalid-request') : null);
		const report = await tablet.sync();
		expect(report).toMatchObject({ photos: 1, remaining: { entries: 1 }, problem: { code: 'refused' } });
		expect(server.photos.has(sha256)).toBe(true);
	});
});
