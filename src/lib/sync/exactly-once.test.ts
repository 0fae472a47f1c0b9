import 'fake-indexeddb/auto';
import { chainFaults } from '$lib/domain/ledger';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeServer, problemResponse, type Weather } from './testing/fake-server';
import { TestTablet } from './testing/tablet';

type Trouble = 'fine' | 'request-lost' | 'answer-lost' | 'unavailable' | 'guest-network' | 'page-closed';
const trouble = fc.constantFrom<Trouble>(
	'fine',
	'request-lost',
	'answer-lost',
	'unavailable',
	'guest-network',
	'page-closed'
);
const step = fc.oneof(
	fc.record({ kind: fc.constant('record' as const), count: fc.integer({ min: 1, max: 4 }) }),
	fc.record({ kind: fc.constant('capture' as const), bytes: fc.integer({ min: 1, max: 500_000 }) }),
	fc.record({ kind: fc.constant('sync' as const), troubles: fc.array(trouble, { maxLength: 12 }) }),
	fc.record({ kind: fc.constant('restore' as const), back: fc.integer({ min: 1, max: 3 }) })
);

function weatherOf(kind: Trouble, stop: AbortController): Weather {
	if (kind === 'unavailable') return problemResponse(503, 'unavailable');
	if (kind === 'guest-network') return new Response('<html>Please accept our terms</html>');
	if (kind === 'page-closed') stop.abort();
	return kind === 'page-closed' ? 'answer-lost' : kind;
}

describe('whatever the network does', () => {
	it('every entry and photo is either still on the tablet or on the server, and in the end there exactly once', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
				const server = new FakeServer();
				const tablet = new TestTablet(server);
				const photos: string[] = [];
				for (const [index, item] of steps.entries()) {
					if (item.kind === 'record') await tablet.record(item.count);
					if (item.kind === 'capture') {
						photos.push(await tablet.capture(new Uint8Array(item.bytes).fill(index + 1)));
					}
					// A server set back to an older copy asks for what it lost with the next push.
					if (item.kind === 'restore') server.forgetFrom(Math.max(1, server.expectedSeq - item.back));
					if (item.kind === 'sync') {
						const stop = new AbortController();
						const troubles = [...item.troubles];
						server.weather = () => weatherOf(troubles.shift() ?? 'fine', stop);
						await tablet.sync({ signal: stop.signal });
					}
					const recorded = await tablet.database.entries.orderBy('seq').toArray();
					const waiting = new Set(await tablet.waiting());
					const arrived = new Set(server.entries.map(({ id }) => id));
					for (const { id, seq } of recorded)
						expect(waiting.has(seq) || arrived.has(id) || seq >= server.expectedSeq).toBe(true);
					for (const photo of await tablet.database.photos.where('state').equals('sent').toArray()) {
						expect(server.photos.has(photo.sha256)).toBe(true);
					}
				}
				server.weather = () => 'fine';
				await tablet.record(1);
				expect(await tablet.sync()).toMatchObject({ problem: null, remaining: { entries: 0, photos: 0 } });
				const recorded = await tablet.database.entries.orderBy('seq').toArray();
				expect(server.entries.map(({ id }) => id)).toEqual(recorded.map(({ id }) => id));
				expect(await chainFaults(server.entries, tablet.verify)).toEqual([]);
				expect([...server.photos.keys()].sort()).toEqual([...new Set(photos)].sort());
				tablet.database.close();
			}),
			{ numRuns: 60 }
		);
	}, 60_000);
});
