import 'fake-indexeddb/auto';
import type { Capture } from '$lib/domain/capture';
import type { Part } from '$lib/domain/site';
import { LocalDatabase, type StoredExample } from '$lib/local-db';
import { PackNotOpen, VisionWorkerLost, type Embedding, type PackSource, type VisionClient } from '$lib/vision/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NO_SUGGESTION } from './inspect/model';
import { Packs } from './packs.svelte';

const frame = { x: 0, y: 0, width: 1, height: 1 };
const embeddingOf = (version: string): Embedding => ({
	rows: 1,
	columns: 1,
	patches: Uint8Array.of(7),
	scale: 1,
	offset: 0,
	version
});
const part: Part = {
	id: 'p1',
	number: 'MT-1',
	revision: 'A',
	name: 'Tile',
	family: 'Tiles',
	gtin: null,
	classes: [{ id: 'crack', name: 'Crack', severity: 'major' }],
	plan: { version: 1, views: [{ id: 'top', name: 'Top', hint: '', frame }] },
	drawing: null,
	samplePictures: null,
	sample: false
};
const capture = (id: string) => ({ id, frame, photo: { sha256: 'a'.repeat(64) } }) as Capture;
const row = (captureId: string, version: string, photoSha256: string | null = null): StoredExample => ({
	captureId,
	packId: 'p1',
	class: 'good',
	embedding: embeddingOf(version),
	photoSha256,
	frame,
	confirmedAt: '2026-01-01T00:00:00.000Z'
});

/** Stands in for the worker: remembers what it was taught. */
function fakeVision(overrides: Partial<Record<keyof VisionClient, unknown>> = {}) {
	let source: PackSource | null = null;
	const state = async () => {
		if (!source) throw new PackNotOpen('p1');
		const examples: Record<string, number> = {};
		for (const example of await source.examples()) examples[example.class] = (examples[example.class] ?? 0) + 1;
		return { packId: 'p1', examples, tookMs: 1 };
	};
	const fake = {
		start: vi.fn(async () => ({ embeddingVersion: 'v2' })),
		openPack: vi.fn(async (_id: string, given: PackSource) => {
			source = given;
			return state();
		}),
		warmUp: vi.fn(state),
		learn: vi.fn(state),
		forget: vi.fn(state),
		embed: vi.fn(async () => embeddingOf('v2')),
		suggest: vi.fn(async () => NO_SUGGESTION),
		...overrides
	};
	return { fake, vision: fake as unknown as VisionClient };
}

describe('packs', () => {
	let database: LocalDatabase;

	beforeEach(() => {
		database = new LocalDatabase(`packs-${Math.random()}`);
		vi.stubGlobal('createImageBitmap', async () => ({ close: () => undefined }));
	});
	afterEach(async () => {
		vi.unstubAllGlobals();
		await database.delete();
	});

	it('learns a decision, keeps it over a restart, and unlearns it when it is taken back', async () => {
		const first = new Packs(database, async () => fakeVision().vision);
		await first.prepare(part);
		await first.confirm(part, capture('c1'), 'crack', embeddingOf('v2'));
		expect(first.statusOf('p1')).toEqual({ phase: 'ready', examples: { crack: 1 }, leftOut: 0 });

		const afterRestart = new Packs(database, async () => fakeVision().vision);
		await afterRestart.prepare(part);
		expect(afterRestart.statusOf('p1')).toEqual({ phase: 'ready', examples: { crack: 1 }, leftOut: 0 });
		await afterRestart.withdraw(part, 'c1');
		expect(afterRestart.statusOf('p1')).toEqual({ phase: 'ready', examples: {}, leftOut: 0 });
		expect(await database.examples.count()).toBe(0);
	});

	it('keeps what was confirmed when the worker is gone at that moment', async () => {
		const lost = async () => Promise.reject(new VisionWorkerLost('learn', 'crashed'));
		const packs = new Packs(database, async () => fakeVision({ learn: lost }).vision);
		await packs.prepare(part);
		await packs.confirm(part, capture('c1'), 'good', embeddingOf('v2'));
		expect(await database.examples.get('c1')).toMatchObject({ class: 'good' });
		expect(packs.statusOf('p1').phase).toBe('failed');
		await packs.prepare(part);
		expect(packs.statusOf('p1')).toEqual({ phase: 'ready', examples: { good: 1 }, leftOut: 0 });
	});

	it('computes examples of an older model again from their photos, and says how many it had to leave out', async () => {
		await database.examples.bulkPut([row('kept', 'v2'), row('again', 'v1', 'f'.repeat(64)), row('gone', 'v1')]);
		await database.photos.put({
			sha256: 'f'.repeat(64),
			blob: new Blob(['x']),
			mediaType: 'image/jpeg',
			bytes: 1,
			width: 1,
			height: 1,
			takenAt: '2026-01-01T00:00:00.000Z',
			state: 'sent',
			uploadUrl: null,
			attempts: 0,
			lastError: null
		});
		const { fake, vision } = fakeVision();
		const packs = new Packs(database, async () => vision);
		await packs.prepare(part);
		expect(packs.statusOf('p1')).toEqual({ phase: 'ready', examples: { good: 2 }, leftOut: 1 });
		expect(fake.embed).toHaveBeenCalledTimes(1);
		expect(await database.examples.get('gone')).toBeDefined();
	});

	describe('on a demo part', () => {
		const demo = { ...part, samplePictures: '/samples/mt-1/index.json', sample: true };
		beforeEach(() => {
			const pictures = [
				{ url: '/a.jpg', view: 'top', class: 'good', use: 'teach' },
				{ url: '/b.jpg', view: 'top', class: 'crack', use: 'teach' },
				{ url: '/c.jpg', view: 'top', class: 'good', use: 'try' }
			];
			vi.stubGlobal('fetch', async (url: string) =>
				url.endsWith('.json') ? Response.json({ pictures }) : new Response('picture')
			);
		});

		it('teaches the sample pictures once', async () => {
			const { fake, vision } = fakeVision();
			await new Packs(database, async () => vision).prepare(demo);
			const packs = new Packs(database, async () => vision);
			await packs.prepare(demo);
			expect(packs.statusOf('p1')).toEqual({ phase: 'ready', examples: { good: 1, crack: 1 }, leftOut: 0 });
			expect(fake.embed).toHaveBeenCalledTimes(2);
		});

		it('stops teaching when asked, and works with what it has', async () => {
			const packs: Packs = new Packs(
				database,
				async () =>
					fakeVision({
						embed: async () => {
							packs.cancel('p1');
							return embeddingOf('v2');
						}
					}).vision
			);
			await packs.prepare(demo);
			expect(packs.statusOf('p1')).toEqual({ phase: 'ready', examples: { good: 1 }, leftOut: 1 });
		});
	});

	it('answers a photo also when no model can look, so that the person can go on', async () => {
		const close = vi.fn();
		const broken = fakeVision({ start: async () => Promise.reject(new VisionWorkerLost('start', 'no answer')) });
		const packs = new Packs(database, async () => broken.vision);
		await packs.prepare(part);
		expect(packs.statusOf('p1').phase).toBe('failed');
		const suggest = fakeVision({ suggest: async () => Promise.reject(new VisionWorkerLost('suggest', 'no answer')) });
		const look = await new Packs(database, async () => suggest.vision).look(
			part,
			{ close } as unknown as ImageBitmap,
			frame,
			new AbortController().signal
		);
		expect(look).toBe(NO_SUGGESTION);
		expect(close).toHaveBeenCalled();
	});
});
