import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildBackbone } from '../../../src/commands/build-backbone.mjs';
import { BackboneUnavailable, OtherEmbeddingVersion, PackNotOpen } from '$lib/vision/shared/errors';
import type { Example } from '$lib/vision/shared/protocol';
import { Backbone, type BackboneFiles } from '$lib/vision/worker/backbone';
import { Engine } from '$lib/vision/worker/engine';
import type { Picture } from '$lib/vision/worker/picture';

const WHOLE = { x: 0, y: 0, width: 1, height: 1 };
vi.setConfig({ testTimeout: 60_000 });

const CLASSES = ['good', 'scratch', 'spot'];

let folder = '';
let files: BackboneFiles;
let engine: Engine;

beforeAll(async () => {
	tf.enableProdMode();
	await tf.setBackend('wasm');
	folder = await mkdtemp(path.join(tmpdir(), 'backbone-'));
	await buildBackbone({ out: folder });
	const read = (name: string) => readFile(path.join(folder, name));
	files = {
		card: JSON.parse((await read('card.json')).toString()),
		model: JSON.parse((await read('model.json')).toString()),
		weights: Uint8Array.from(await read('weights.bin')).buffer
	};
	engine = new Engine(await Backbone.load(files), 'wasm');
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

/** A brushed plate, with a scratch or a spot somewhere. */
function plate(kind: string, seed: number): Picture {
	const side = 200;
	const data = new Uint8ClampedArray(side * side * 4).fill(255);
	let state = seed * 7919 + 1;
	const place = 60 + ((seed * 37) % 80);
	for (let y = 0; y < side; y++) {
		for (let x = 0; x < side; x++) {
			state = (state * 48271) % 0x7fffffff;
			let value = 130 + 30 * Math.sin(y * 1.3 + seed) + (state % 20);
			if (kind === 'scratch' && Math.abs(x - place - y * 0.4) < 2.5) value = 250;
			if (kind === 'spot' && Math.hypot(x - place, y - place) < 14) value = 20;
			data.fill(value, (y * side + x) * 4, (y * side + x) * 4 + 3);
		}
	}
	return { data, width: side, height: side };
}

async function example(kind: string, seed: number): Promise<Example> {
	return { captureId: `${kind}-${seed}`, class: kind, embedding: await engine.embed(plate(kind, seed), WHOLE) };
}

const examples = (kind: string, count: number): Promise<Example[]> =>
	Promise.all(Array.from({ length: count }, (_, i) => example(kind, i)));

describe('a part of which only good ones were taught', () => {
	it('shows where a defect is and that it is unlike the good parts', async () => {
		await engine.openPack('plate', CLASSES, await examples('good', 8));
		const good = (await engine.suggest('plate', plate('good', 50), WHOLE)).suggestion;
		const { suggestion } = await engine.suggest('plate', plate('spot', 51), WHOLE);
		expect(suggestion).toMatchObject({
			kind: 'anomaly',
			candidates: [],
			conformalSet: [],
			coverage: null,
			usability: []
		});
		expect(good.anomaly?.score).toBeLessThan(suggestion.anomaly?.score ?? 0);
		expect(suggestion.anomaly?.score).toBeGreaterThan(suggestion.anomaly?.threshold ?? Infinity);
		const map = suggestion.heatMap;
		const cells = Buffer.from(map?.cells ?? '', 'base64');
		expect(cells.length).toBe((map?.width ?? 0) * (map?.height ?? 0));
		// The middle of the hottest cells, as fractions of the frame.
		const width = map?.width ?? 1;
		const hottest = [...cells.keys()].filter((cell) => cells[cell] === Math.max(...cells));
		const middle = hottest.reduce((sum, cell) => sum + ((cell % width) + 0.5) / width, 0) / hottest.length;
		expect(Math.abs(middle - (60 + ((51 * 37) % 80)) / 200)).toBeLessThan(0.1);
	});
});

describe('a part whose defects were confirmed', () => {
	it('names them, with what it rests on', async () => {
		const taught = [...(await examples('good', 8)), ...(await examples('scratch', 6)), ...(await examples('spot', 6))];
		const state = await engine.openPack('plate', CLASSES, taught);
		expect(state.examples).toEqual({ good: 8, scratch: 6, spot: 6 });
		for (const kind of CLASSES) {
			const { suggestion } = await engine.suggest('plate', plate(kind, 70), WHOLE);
			expect(suggestion.candidates[0]?.class).toBe(kind);
			expect(suggestion.conformalSet).toContain(kind);
			expect(suggestion.nearest[0]?.class).toBe(kind);
			expect(suggestion.model).toMatchObject({ packId: 'plate', goodExamples: 8, defectExamples: 12, backend: 'wasm' });
		}
	});

	it('learns one more at once, and forgets it again', async () => {
		await engine.openPack('plate', CLASSES, await examples('good', 6));
		const learned = await engine.learn('plate', await example('spot', 3));
		expect(learned.examples).toMatchObject({ good: 6, spot: 1 });
		expect((await engine.suggest('plate', plate('spot', 3), WHOLE)).suggestion.candidates[0]?.class).toBe('spot');
		const forgotten = await engine.forget('plate', 'spot-3');
		expect(forgotten.examples).toMatchObject({ good: 6, spot: 0 });
		expect((await engine.suggest('plate', plate('spot', 3), WHOLE)).suggestion.candidates).toEqual([]);
	});

	it('takes a corrected class in place of the first', async () => {
		await engine.openPack('plate', CLASSES, [...(await examples('good', 4)), await example('spot', 1)]);
		const corrected = { ...(await example('spot', 1)), class: 'scratch' };
		expect((await engine.learn('plate', corrected)).examples).toEqual({ good: 4, scratch: 1, spot: 0 });
	});

	it('comes to the same one by one as all at once, while good parts are few', async () => {
		const taught = await examples('good', 7);
		await engine.openPack('at-once', CLASSES, taught);
		await engine.openPack('one-by-one', CLASSES, []);
		for (const one of taught) await engine.learn('one-by-one', one);
		const [a, b] = [
			(await engine.suggest('at-once', plate('scratch', 9), WHOLE)).suggestion.anomaly,
			(await engine.suggest('one-by-one', plate('scratch', 9), WHOLE)).suggestion.anomaly
		];
		expect(a?.score).toBeCloseTo(b?.score ?? 0, 5);
		expect(a?.threshold).toBeCloseTo(b?.threshold ?? 0, 5);
	});

	it('leaves no tensors behind', async () => {
		await engine.openPack('plate', CLASSES, await examples('good', 5));
		await engine.suggest('plate', plate('spot', 1), WHOLE);
		const before = tf.memory().numTensors;
		await engine.suggest('plate', plate('spot', 2), WHOLE);
		await engine.openPack('plate', CLASSES, await examples('good', 5));
		await engine.suggest('plate', plate('spot', 3), WHOLE);
		expect(tf.memory().numTensors).toBe(before);
	});
});

describe('what cannot be done is said', () => {
	it('a part that nobody opened', async () => {
		await expect(engine.suggest('unknown', plate('good', 1), WHOLE)).rejects.toThrow(PackNotOpen);
	});

	it('an embedding of another version', async () => {
		const { embedding, ...rest } = await example('good', 1);
		const other = { ...rest, embedding: { ...embedding, version: 'other' } };
		await expect(engine.openPack('plate', CLASSES, [other])).rejects.toThrow(OtherEmbeddingVersion);
	});

	it('weights that are not those the card names', async () => {
		const weights = files.weights.slice(0);
		new Uint8Array(weights)[1000] ^= 1;
		await expect(Backbone.load({ ...files, weights })).rejects.toThrow(BackboneUnavailable);
		await expect(Backbone.load({ ...files, card: {} })).rejects.toThrow(BackboneUnavailable);
	});
});

describe('building the backbone', () => {
	it('writes nothing when all is there, and repairs what was damaged', async () => {
		expect((await buildBackbone({ out: folder })).written).toEqual([]);
		await rm(path.join(folder, 'card.json'));
		expect((await buildBackbone({ out: folder })).written).toEqual(['card.json']);
	});
});
