/** How long a person waits: the whole suggestion beside one pass of the backbone alone, in turn, on the same photos. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { GOOD } from '$lib/domain/site';
import { Engine } from '$lib/vision/worker/engine';
import type { Picture } from '$lib/vision/worker/picture';
import { prepareInput } from '$lib/vision/worker/preprocess';
import { percentile, shuffled } from './measures';
import { decode, WHOLE, type Say, type Seen } from './model';
import { byClass } from './splits';

export interface Times {
	median: number;
	p95: number;
}

export interface LatencyFigures {
	backbone: Times;
	suggestion: Times;
	/** Median suggestion over median backbone. */
	ratio: number;
	bankRows: number;
	/** The same with photos enlarged to what a tablet's camera gives. */
	camera: { width: number; height: number; backbone: Times; suggestion: Times };
}

const ROWS = 10_000;
const DEFECTS = 30;
const REPEATS = 60;
const WARM_UP = 5;
const PHOTOS = 20;
const CAMERA = { width: 1280, height: 720 };

/** Milliseconds, with a bank filled to 10,000 rows where there are photos enough, and a head that knows every class. */
export async function measureLatency(
	engine: Engine,
	folder: string,
	photos: Seen[],
	say: Say
): Promise<LatencyFigures> {
	// Every patch is kept, so that as few photos as possible fill the bank.
	const full = new Engine(engine.backbone, engine.backend, { capacity: 2 * ROWS, leastGap: 0 });
	const classes = [...byClass(photos).keys()];
	const taught = [...byClass(photos)].flatMap(([name, members]) => {
		return name === GOOD ? fill(shuffled(members, 1)) : shuffled(members, 1).slice(0, DEFECTS);
	});
	const examples = taught.map((photo) => ({ captureId: photo.image, class: photo.class, embedding: photo.embedding }));
	await full.openPack('bench', classes, examples);
	const pictures: Picture[] = [];
	for (const photo of shuffled(photos, 2).slice(0, PHOTOS)) {
		pictures.push(await decode(await readFile(path.join(folder, photo.image))));
	}
	const still = await measure(full, pictures);
	const camera = await measure(full, pictures.map(enlarge));
	const bankRows = full.bankRows('bench');
	say(`latency with ${bankRows} rows: ${JSON.stringify(still)}, camera ${JSON.stringify(camera)}`);
	const ratio = Math.round((still.suggestion.median / still.backbone.median) * 100) / 100;
	return { ...still, ratio, bankRows, camera: { ...CAMERA, ...camera } };
}

/** As many photos as have `ROWS` patches together. */
function fill(photos: Seen[]): Seen[] {
	let patches = 0;
	return photos.filter(({ embedding }) => {
		const needed = patches < ROWS;
		if (needed) patches += embedding.rows * embedding.columns;
		return needed;
	});
}

async function measure(engine: Engine, pictures: Picture[]): Promise<{ backbone: Times; suggestion: Times }> {
	const backbone: number[] = [];
	const suggestion: number[] = [];
	for (let i = -WARM_UP; i < REPEATS; i++) {
		const picture = pictures[(i + WARM_UP) % pictures.length];
		const input = prepareInput(picture, WHOLE, engine.backbone.card.input);
		const began = performance.now();
		await engine.backbone.run(input);
		const between = performance.now();
		await engine.suggest('bench', picture, WHOLE);
		const ended = performance.now();
		if (i < 0) continue;
		backbone.push(between - began);
		suggestion.push(ended - between);
	}
	return { backbone: toTimes(backbone), suggestion: toTimes(suggestion) };
}

function toTimes(values: number[]): Times {
	const round = (value: number): number => Math.round(value * 10) / 10;
	return { median: round(percentile(values, 0.5)), p95: round(percentile(values, 0.95)) };
}

/** Nearest neighbour: only the size matters here. */
function enlarge(picture: Picture): Picture {
	const data = new Uint8ClampedArray(CAMERA.width * CAMERA.height * 4);
	for (let y = 0; y < CAMERA.height; y++) {
		const fromY = Math.floor((y * picture.height) / CAMERA.height);
		for (let x = 0; x < CAMERA.width; x++) {
			const from = (fromY * picture.width + Math.floor((x * picture.width) / CAMERA.width)) * 4;
			const to = (y * CAMERA.width + x) * 4;
			for (let c = 0; c < 4; c++) data[to + c] = picture.data[from + c];
		}
	}
	return { data, ...CAMERA };
}
