import 'fake-indexeddb/auto';
import { readSetting, writeSetting } from '$lib/local-db';
import type { SyncDocument } from '$lib/wire';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeServer } from './testing/fake-server';
import { TestTablet } from './testing/tablet';

let server: FakeServer;
let tablet: TestTablet;
beforeEach(() => {
	server = new FakeServer();
	tablet = new TestTablet(server);
});

function area(position: number, name = `Area ${position}`): SyncDocument {
	return { kind: 'area', id: `area-${position}`, position, value: { id: `area-${position}`, name } };
}
const cursor = () => readSetting(tablet.database, 'pull-cursor');

describe('pulling documents', () => {
	it('comes page by page to the end and remembers where that was', async () => {
		server.documents = [1, 2, 3, 4, 5].map((position) => area(position));
		expect((await tablet.sync()).pulled).toBe(5);
		expect(await tablet.database.documents.count()).toBe(5);
		expect(await cursor()).toBe(5);
		expect((await tablet.sync()).pulled).toBe(0);
	});

	it('keeps the pages that came when the network breaks, and goes on after them', async () => {
		server.documents = [1, 2, 3].map((position) => area(position));
		server.weather = ({ url }) => (url.searchParams.get('after') === '2' ? 'answer-lost' : 'fine');
		expect((await tablet.sync()).problem).toMatchObject({ recovery: 'retry' });
		expect([await tablet.database.documents.count(), await cursor()]).toEqual([2, 2]);
		server.weather = () => 'fine';
		expect((await tablet.sync()).pulled).toBe(1);
	});

	it('is what counts as contact with the server: all of what changed has come, or none of the time is forgotten', async () => {
		const before = { countedMs: 3_600_000, upTo: 1 };
		await writeSetting(tablet.database, 'time-without-server', before);
		server.documents = [1, 2, 3].map((position) => area(position));
		server.weather = ({ url }) => (url.searchParams.get('after') === '2' ? 'answer-lost' : 'fine');
		await tablet.sync();
		expect(await readSetting(tablet.database, 'time-without-server')).toEqual(before);
		server.weather = () => 'fine';
		await tablet.sync({ now: () => 7_000_000 });
		expect(await readSetting(tablet.database, 'time-without-server')).toEqual({ countedMs: 0, upTo: 7_000_000 });
	});

	it('replaces a document by its newer version', async () => {
		server.documents = [area(1, 'Press shop')];
		await tablet.sync();
		server.documents = [{ ...area(1, 'Press hall'), position: 2 }];
		await tablet.sync();
		expect(await tablet.database.documents.toArray()).toMatchObject([{ position: 2, value: { name: 'Press hall' } }]);
	});

	it('follows a server that was restored from an older copy and starts over', async () => {
		server.documents = [area(8)];
		await tablet.sync();
		server.documents = [area(1), area(2), area(3)];
		server.intercept = ({ path, url }) => {
			if (path !== '/api/sync/pull' || url.searchParams.get('after') !== '8') return null;
			const serverTime = new Date().toISOString();
			return Response.json({ documents: [area(1)], position: 1, more: true, serverTime });
		};
		expect(await tablet.sync()).toMatchObject({ problem: null, pulled: 3 });
		expect(await cursor()).toBe(3);
	});

	it('keeps a kind of document that only a newer app knows, and everything beside it', async () => {
		const novel = { kind: 'robot', id: 'r-1', position: 1, value: { arms: 6 } };
		server.intercept = ({ path }) =>
			path === '/api/sync/pull'
				? Response.json({ documents: [novel, area(2)], position: 2, more: false, serverTime: new Date().toISOString() })
				: null;
		expect(await tablet.sync()).toMatchObject({ pulled: 2, problem: null });
		expect(await tablet.database.documents.get(['robot', 'r-1'])).toEqual(novel);
	});

	describe('after the app was updated from a version that was not given some kinds', () => {
		const state = (position: number): SyncDocument => {
			const assetId = `asset-${position}`;
			return { kind: 'asset-state', id: assetId, position, value: { assetId, codes: [], replaced: [], readAt: null } };
		};
		const statesHeld = async () =>
			(await tablet.database.documents.toArray()).filter(({ kind }) => kind === 'asset-state').map(({ id }) => id);
		const pulls = () => server.calls.filter(({ path }) => path === '/api/sync/pull').map(({ url }) => url.search);

		beforeEach(async () => {
			server.documents = [area(1), state(2), area(3), state(4), state(5), area(6)];
			// As version 1 left it: everything up to 5 but what it did not know.
			await tablet.database.documents.bulkPut([area(1), area(3)]);
			await writeSetting(tablet.database, 'pull-cursor', 5);
		});

		it('fetches what its cursor has passed, once, and nothing else a second time', async () => {
			await tablet.sync();
			expect(await statesHeld()).toEqual(['asset-2', 'asset-4', 'asset-5']);
			expect(await cursor()).toBe(6);
			expect(pulls().filter((search) => search.includes('since=1'))).toHaveLength(2);
			expect(pulls()).not.toContain('?after=0');
			const before = pulls().length;
			await tablet.sync();
			expect(pulls().slice(before)).toEqual(['?after=6']);
		});

		it('fetches what a tab that still runs the old version has passed meanwhile', async () => {
			await tablet.sync();
			server.documents = [...server.documents, state(7), area(8)];
			await tablet.database.documents.put(area(8));
			await writeSetting(tablet.database, 'pull-cursor', 8);
			await tablet.sync();
			expect(await statesHeld()).toContain('asset-7');
			expect(pulls().at(-2)).toBe('?after=6&since=1');
		});

		it('goes on with that when the network broke in between', async () => {
			server.weather = ({ url }) => (url.search === '?after=4&since=1' ? 'answer-lost' : 'fine');
			expect((await tablet.sync()).problem).toMatchObject({ recovery: 'retry' });
			expect(await cursor()).toBe(5);
			server.weather = () => 'fine';
			await tablet.sync();
			expect(await statesHeld()).toEqual(['asset-2', 'asset-4', 'asset-5']);
			expect(pulls().filter((search) => search === '?after=0&since=1')).toHaveLength(1);
		});
	});

	it('neither stores nor moves on when an answer is not of the agreed form', async () => {
		server.intercept = ({ path }) =>
			path === '/api/sync/pull'
				? Response.json({ documents: [{ kind: 'area', id: 'x' }], position: 9, more: false, serverTime: 'now' })
				: null;
		expect((await tablet.sync()).problem).toMatchObject({ code: 'unexpected-answer' });
		expect([await tablet.database.documents.count(), await cursor()]).toEqual([0, null]);
	});

	it('does not go round in circles with a server whose cursor stands still', async () => {
		server.intercept = ({ path }) =>
			path === '/api/sync/pull'
				? Response.json({ documents: [], position: 0, more: true, serverTime: new Date().toISOString() })
				: null;
		expect((await tablet.sync()).problem).toMatchObject({ code: 'unexpected-answer' });
		expect(server.calls).toHaveLength(1);
	});
});
