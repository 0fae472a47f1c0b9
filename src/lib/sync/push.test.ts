import 'fake-indexeddb/auto';
import { chainFaults } from '$lib/domain/ledger';
import { MAX_PUSH_ENTRIES } from '$lib/wire';
import { beforeEach, describe, expect, it } from 'vitest';
import { readStatus } from './status';
import { FakeServer, problemResponse, type Call } from './testing/fake-server';
import { TestTablet } from './testing/tablet';

let server: FakeServer;
let tablet: TestTablet;
beforeEach(() => {
	server = new FakeServer();
	tablet = new TestTablet(server);
});

const isPush = ({ path }: Call) => path === '/api/sync/push';
const sentIn = (call: Call): { id: string; seq: number }[] => JSON.parse(new TextDecoder().decode(call.bytes)).entries;

describe('pushing entries', () => {
	it('keeps everything when the server wants a newer app, and says that; and goes on once it is served again', async () => {
		await tablet.record(3);
		server.intercept = () => problemResponse(426, 'unsupported-version');
		expect(await tablet.sync()).toMatchObject({
			remaining: { entries: 3 },
			problem: { code: 'update-needed', recovery: 'update-app' }
		});
		server.intercept = () => null;
		expect(await tablet.sync()).toMatchObject({ pushed: 3, remaining: { entries: 0 }, problem: null });
	});

	it('works with a newer server that says more than this app understands', async () => {
		await tablet.record(2);
		const answered = server.fetch;
		const newer: typeof fetch = async (input, init) => {
			const answer = await answered(input, init);
			const body = (await answer.json()) as { receipts?: object[] };
			const receipts = body.receipts?.map((receipt) => ({ ...receipt, shelf: 7 }));
			return Response.json({ ...body, ...(receipts && { receipts }), mood: 'fine' });
		};
		expect(await tablet.sync({ fetch: newer })).toMatchObject({ pushed: 2, remaining: { entries: 0 }, problem: null });
	});

	it('says with every call how far its records go, so that the server knows what a lost tablet still owed', async () => {
		await tablet.record(130);
		await tablet.sync();
		const said = server.calls
			.filter(({ path }) => path === '/api/sync/push')
			.map(({ bytes }) => (JSON.parse(new TextDecoder().decode(bytes)) as { lastSeq?: number }).lastSeq);
		expect(said).toEqual([130, 130]);
	});

	it('brings every entry in order, with chain and signatures whole, and empties the outbox', async () => {
		const ids = await tablet.record(3);
		const report = await tablet.sync();
		expect(report).toMatchObject({ pushed: 3, problem: null, remaining: { entries: 0, photos: 0 } });
		expect(server.entries.map(({ id }) => id)).toEqual(ids);
		expect(await chainFaults(server.entries, tablet.verify)).toEqual([]);
		expect((await readStatus(tablet.database)).serverExpectedSeq).toBe(4);
	});

	it('cuts a long queue into calls the server takes', async () => {
		await tablet.record(2 * MAX_PUSH_ENTRIES + 1);
		await tablet.sync();
		expect(server.calls.filter(isPush).map((call) => sentIn(call).length)).toEqual([100, 100, 1]);
		expect(server.entries).toHaveLength(201);
	});

	it('keeps what was not acknowledged, and sends it next time', async () => {
		await tablet.record(2);
		server.weather = () => 'request-lost';
		const report = await tablet.sync();
		expect(report).toMatchObject({ pushed: 0, remaining: { entries: 2 }, problem: { recovery: 'retry' } });
		server.weather = () => 'fine';
		expect(await tablet.sync()).toMatchObject({ pushed: 2, remaining: { entries: 0 }, problem: null });
	});

	it('stores once what was sent twice because the answer was lost', async () => {
		const ids = await tablet.record(2);
		server.weather = (call) => (isPush(call) ? 'answer-lost' : 'fine');
		await tablet.sync();
		expect(await tablet.waiting()).toEqual([1, 2]);
		server.weather = () => 'fine';
		await tablet.sync();
		expect(server.entries.map(({ id }) => id)).toEqual(ids);
		expect(await tablet.waiting()).toEqual([]);
	});

	it('sends again from where the server asks, also what it had acknowledged before', async () => {
		await tablet.record(5);
		await tablet.sync();
		server.forgetFrom(3);
		const [sixth] = await tablet.record(1);
		const report = await tablet.sync();
		expect(report.problem).toBeNull();
		expect(server.entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
		expect(server.entries.at(-1)?.id).toBe(sixth);
	});

	it('says which entries are lost when the server asks for what the tablet no longer has, and sends what follows', async () => {
		await tablet.record(4);
		await tablet.sync();
		server.forgetFrom(2);
		await tablet.database.entries.bulkDelete([1, 2, 3]);
		const [fifth] = await tablet.record(1);
		const report = await tablet.sync();
		expect(report).toMatchObject({ problem: null, remaining: { entries: 0 } });
		expect(server.lost.map(({ seq }) => seq)).toEqual([2, 3]);
		expect(server.entries.at(-1)?.id).toBe(fifth);
	});

	it('is not held up by a record that has vanished from the tablet: its number is told, the others arrive', async () => {
		const ids = await tablet.record(4);
		await tablet.database.entries.bulkDelete([2, 4]);
		const report = await tablet.sync();
		expect(report).toMatchObject({ pushed: 4, quarantined: 2, remaining: { entries: 0 }, problem: null });
		expect(server.entries.map(({ id }) => id)).toEqual([ids[0], ids[2]]);
		expect(server.lost).toMatchObject([
			{ seq: 2, id: ids[1], type: 'decision.withdrawn', personId: 'ana' },
			{ seq: 4, id: ids[3] }
		]);
		expect(await tablet.database.quarantined.toArray()).toMatchObject([{ seq: 2 }, { seq: 4 }]);
	});

	it('sets quarantined entries apart with the reason and lets the others through', async () => {
		const ids = await tablet.record(3);
		server.judge = ({ seq }) => (seq === 2 ? 'unknown-person' : null);
		const report = await tablet.sync();
		expect(report).toMatchObject({ pushed: 3, quarantined: 1, remaining: { entries: 0 } });
		expect(await tablet.database.quarantined.toArray()).toMatchObject([
			{ seq: 2, id: ids[1], reason: 'unknown-person' }
		]);
		expect(server.entries.map(({ seq }) => seq)).toEqual([1, 3]);
	});

	it('finds the one entry a server refuses as too large, sends all before it, and keeps the rest', async () => {
		await tablet.record(20);
		server.intercept = (call) =>
			isPush(call) && sentIn(call).some(({ seq }) => seq === 13) ? problemResponse(413, 'too-large') : null;
		const report = await tablet.sync();
		expect(report.problem).toMatchObject({ code: 'too-large', recovery: 'correct' });
		expect(server.entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
		expect(await tablet.waiting()).toEqual([13, 14, 15, 16, 17, 18, 19, 20]);
		expect(await tablet.database.outbox.get(13)).toMatchObject({ lastError: { code: 'too-large' } });
		expect(await tablet.database.outbox.get(14)).toMatchObject({ lastError: null });
	});

	it.each([
		[401, 'not-signed-in', 'sign-in'],
		[401, 'unknown-device', 'enrol'],
		[403, 'device-revoked', 'enrol'],
		[426, 'unsupported-version', 'update-app'],
		[503, 'unavailable', 'retry'],
		[500, 'internal', 'retry']
	])('answers %i %s with %s and keeps the queue', async (status, code, recovery) => {
		await tablet.record(2);
		server.intercept = () => problemResponse(status, code);
		const report = await tablet.sync();
		expect(report.problem?.recovery).toBe(recovery);
		expect(await tablet.waiting()).toEqual([1, 2]);
	});

	it('leaves the server alone for as long as it asks', async () => {
		await tablet.record(1);
		server.intercept = () => problemResponse(429, 'rate-limited', { 'Retry-After': '90' });
		expect(await tablet.sync()).toMatchObject({ retryAfterMs: 90_000, problem: { recovery: 'retry' } });
		expect(server.calls).toHaveLength(1);
	});

	it.each([
		['the login page of a guest network', () => new Response('<html>Welcome</html>')],
		['an empty answer', () => new Response(null, { status: 204 })],
		['receipts for other entries', () => receiptFor('018f0000-0000-7000-8000-000000000000', 1)],
		['no receipt at all', () => Response.json({ receipts: [], expectedSeq: 1, missingPhotos: [], serverTime: now() })]
	])('takes %s for no receipt', async (_, answer) => {
		await tablet.record(1);
		server.intercept = (call) => (isPush(call) ? answer() : null);
		expect((await tablet.sync()).problem).toMatchObject({ code: 'unexpected-answer', recovery: 'retry' });
		expect(await tablet.waiting()).toEqual([1]);
	});

	it('gets through with a clock that is years off, and leaves the time of its records as it was', async () => {
		await tablet.record(1);
		const wrongNow = () => Date.now() - 3 * 365 * 86_400_000;
		server.intercept = ({ headers }) => {
			const signedAt = Number(headers.get('Authorization')?.split('.')[1]);
			const off = Math.abs(signedAt - Date.now()) > 86_400_000;
			return off ? problemResponse(401, 'clock-off', { Date: new Date().toUTCString() }) : null;
		};
		expect(await tablet.sync({ now: wrongNow })).toMatchObject({ pushed: 1, problem: null });
	});

	it('says that the tablet has to be enrolled when it does not know who it is', async () => {
		await tablet.record(1);
		const report = await tablet.sync({ identity: undefined });
		expect(report.problem).toMatchObject({ code: 'not-enrolled', recovery: 'enrol' });
		expect(server.calls).toHaveLength(0);
	});

	it('stops where it is when the page goes away', async () => {
		await tablet.record(MAX_PUSH_ENTRIES + 1);
		const stop = new AbortController();
		server.intercept = () => (stop.abort(), null);
		expect((await tablet.sync({ signal: stop.signal })).problem).toMatchObject({ code: 'run-stopped' });
		expect((await tablet.waiting()).length).toBeGreaterThan(0);
		server.intercept = () => null;
		expect(await tablet.sync()).toMatchObject({ remaining: { entries: 0 }, problem: null });
		expect(server.entries).toHaveLength(MAX_PUSH_ENTRIES + 1);
	});
});

const now = () => new Date().toISOString();
function receiptFor(id: string, seq: number): Response {
	const receipts = [{ id, seq, result: 'stored', position: 1, reason: null }];
	return Response.json({ receipts, expectedSeq: seq + 1, missingPhotos: [], serverTime: now() });
}
