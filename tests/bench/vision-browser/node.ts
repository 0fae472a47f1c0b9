/** The same engine in Node, to compare its answers with the browser's. */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Example, SuggestionResult } from '../../../src/lib/vision/shared/protocol';
import { Backbone } from '../../../src/lib/vision/worker/backbone';
import { Engine } from '../../../src/lib/vision/worker/engine';
import type { Picture } from '../../../src/lib/vision/worker/picture';

const WHOLE = { x: 0, y: 0, width: 1, height: 1 };

export interface PhotoFile {
	path: string;
	class: string;
}

/** Teaches the first list and asks for suggestions on the second. */
export async function suggestInNode(
	folder: string,
	taught: PhotoFile[],
	tried: PhotoFile[]
): Promise<SuggestionResult[]> {
	await tf.setBackend('wasm');
	const weights = await readFile(join(folder, 'weights.bin'));
	const backbone = await Backbone.load({
		card: JSON.parse(await readFile(join(folder, 'card.json'), 'utf8')),
		model: JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')),
		weights: Uint8Array.from(weights).buffer
	});
	const engine = new Engine(backbone, 'wasm');
	const examples: Example[] = [];
	for (const photo of taught) {
		const embedding = await engine.embed(await decode(photo.path), WHOLE);
		examples.push({ captureId: `${photo.class}-${examples.length}`, class: photo.class, embedding });
	}
	await engine.openPack('bench', [...new Set(taught.map((photo) => photo.class))], examples);
	const results: SuggestionResult[] = [];
	for (const photo of tried) results.push(await engine.suggest('bench', await decode(photo.path), WHOLE));
	return results;
}

async function decode(path: string): Promise<Picture> {
	const { data, info } = await sharp(path)
		.toColourspace('srgb')
		.ensureAlpha()
		.raw()
		.toBuffer({ resolveWithObject: true });
	return { data, width: info.width, height: info.height };
}
