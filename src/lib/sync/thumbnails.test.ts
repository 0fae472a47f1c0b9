import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { parseAuthorization, requestBytes } from '$lib/wire';
import { fromBase64Url } from '$lib/domain/ledger';
import { v7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeServer, problemResponse, type Call } from './testing/fake-server';
import { TestTablet } from './testing/tablet';

let server: FakeServer;
let tablet: TestTablet;
beforeEach(() => {
	server = new FakeServer();
	tablet = new TestTablet(server);
});

const preview = (seed: number) => new Blob([`preview ${seed}`], { type: 'image/jpeg' });
const isPreview = ({ path }: Call) => path.endsWith('/thumbnail');
const isPhoto = ({ method, path }: Call) =>
	!isPreview({ path } as Call) && path.startsWith('/api/photos') && method !== 'HEAD';
const nameIn = ({ path }: Call) => path.split('/')[3];

/** Captures with previews, in this order; gives the photos' names. */
async function captureAll(captures: readonly string[]): Promise<string[]> {
	const hashes: string[] = [];
	for (const [seed, capture] of captures.entries()) {
		const content = new Uint8Array(1000).fill(seed + 1);
		hashes.push(await tablet.capture(content, capture, new Date(Date.now() + seed).toISOString(), preview(seed)));
	}
	return hashes;
}

describe('previews', () => {
	it('all go before any photo, the newest decision’s first, signed with their content', async () => {
		const captures = [v7(), v7(), v7()] as const;
		const hashes = await captureAll(captures);
		await tablet.decide(captures[1]);
		await tablet.decide(captures[0]);
		expect(await tablet.sync()).toMatchObject({ photos: 3, problem: null });
		expect(server.calls.filter(isPreview).map(nameIn)).toEqual([hashes[0], hashes[1], hashes[2]]);
		expect(server.calls.findLastIndex(isPreview)).toBeLessThan(server.calls.findIndex(isPhoto));
		const { method, path, headers, bytes } = server.calls.find(isPreview) as Call;
		const claim = parseAuthorization(headers.get('Authorization'));
		const bodyHash = createHash('sha256').update(bytes).digest('base64url');
		const signed = requestBytes(method, path, claim?.unixMs ?? 0, bodyHash);
		expect(tablet.verify(fromBase64Url(claim?.signature ?? ''), signed)).toBe(true);
		server.calls.length = 0;
		await tablet.sync();
		expect(server.calls.filter(isPreview)).toEqual([]);
	});

	it('are tried again after a network that broke, and never hold up entries or photos', async () => {
		const [sha256 = ''] = await captureAll([v7()]);
		server.weather = (call) => (isPreview(call) ? 'request-lost' : 'fine');
		expect(await tablet.sync()).toMatchObject({ pushed: 1, photos: 1, problem: null });
		expect((await tablet.database.photos.get(sha256))?.thumbnailSettled).toBeUndefined();
	});

	it('are given up where the server will not have them, and the photo goes all the same', async () => {
		await captureAll([v7(), v7()]);
		server.intercept = (call) => (isPreview(call) ? problemResponse(404, 'not-found') : null);
		expect(await tablet.sync()).toMatchObject({ photos: 2, problem: null });
		expect(await tablet.database.photos.filter(({ thumbnailSettled }) => thumbnailSettled === true).count()).toBe(2);
	});

	it('are not taken for sent by a guest network that says yes to everything', async () => {
		const [sha256 = ''] = await captureAll([v7()]);
		server.intercept = ({ path }) => (path.startsWith('/api/photos') ? new Response('<html>Welcome</html>') : null);
		await tablet.sync();
		expect((await tablet.database.photos.get(sha256))?.thumbnailSettled).toBeUndefined();
	});
});
