/** The engine as the app runs it, on the wasm backend in Node, and the embeddings of a data set. */
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import sharp from 'sharp';
import type { Embedding } from '$lib/vision/shared/protocol';
import { Backbone } from '$lib/vision/worker/backbone';
import { Engine } from '$lib/vision/worker/engine';
import type { Picture } from '$lib/vision/worker/picture';
import { BadDataSet, type Photo } from './data-set';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const CACHE = path.join(ROOT, 'node_modules/.cache/countersign-bench');
export const WHOLE = { x: 0, y: 0, width: 1, height: 1 };

/** A photo with what the backbone saw. */
export interface Seen extends Photo {
	embedding: Embedding;
}

export async function startEngine(): Promise<Engine> {
	tf.enableProdMode();
	if (!(await tf.setBackend('wasm'))) throw new Error('TF.js could not start its wasm backend.');
	const folder = path.join(ROOT, 'static/models/backbone');
	const [card, model, weights] = await Promise.all(
		['card.json', 'model.json', 'weights.bin'].map((name) => readFile(path.join(folder, name)))
	);
	const backbone = await Backbone.load({
		card: JSON.parse(card.toString()),
		model: JSON.parse(model.toString()),
		weights: Uint8Array.from(weights).buffer
	});
	return new Engine(backbone, 'wasm');
}

export async function decode(bytes: Buffer): Promise<Picture> {
	const { data, info } = await sharp(bytes).rotate().toColourspace('srgb').ensureAlpha().raw().toBuffer({
		resolveWithObject: true
	});
	// As the browser's ImageData has it.
	return { data: new Uint8ClampedArray(data), width: info.width, height: info.height };
}

/** Embeds every photo; embeddings made earlier from the same bytes by the same model are taken from the cache. */
export async function embedAll(engine: Engine, folder: string, photos: Photo[], say: Say): Promise<Seen[]> {
	const file = path.join(CACHE, `${createHash('sha256').update(engine.embeddingVersion).digest('hex')}.bin`);
	const cached = await readCache(file);
	const before = cached.size;
	const seen: Seen[] = [];
	for (const [index, photo] of photos.entries()) {
		const bytes = await readFile(path.join(folder, photo.image));
		const hash = createHash('sha256').update(bytes).digest('hex');
		const embedding = cached.get(hash) ?? (await engine.embed(await decodeOf(photo, bytes), WHOLE));
		cached.set(hash, embedding);
		seen.push({ ...photo, embedding });
		if ((index + 1) % 200 === 0) say(`${index + 1} of ${photos.length} photos embedded`);
	}
	if (cached.size > before) {
		await mkdir(CACHE, { recursive: true });
		await writeFile(`${file}.${process.pid}`, serialize(cached));
		await rename(`${file}.${process.pid}`, file);
	}
	return seen;
}

async function decodeOf({ image }: Photo, bytes: Buffer): Promise<Picture> {
	try {
		return await decode(bytes);
	} catch (error) {
		throw new BadDataSet(`${image} is not a picture: ${error instanceof Error ? error.message : String(error)}`);
	}
}

export type Say = (text: string) => void;

async function readCache(file: string): Promise<Map<string, Embedding>> {
	try {
		return deserialize(await readFile(file));
	} catch {
		// None yet, or one that was cut short: it is only a cache.
		return new Map();
	}
}
