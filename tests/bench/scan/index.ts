/** How many real photos of codes the app reads, how many it reads wrong, and what a frame without a code costs. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { readBarcodes } from 'zxing-wasm/reader';
import { createChain } from '../../../src/lib/scan/worker/chain';
import type { Picture } from '../../../src/lib/scan/worker/picture';
import { openWebAssemblyDecoder } from '../../../src/lib/scan/worker/webassembly-decoder';
import type { BenchRun } from '../options';
import { measureMisses } from './browser';
import { percent, quantile } from './figures';
import { decodePhoto, isExpected, listPhotos, type Photo } from './pictures';

interface Tally {
	images: number;
	read: number;
	wrong: number;
	falseReads: number;
	ms: number[];
	byFolder: Record<string, { images: number; read: number; wrong: number }>;
	mistakes: { image: string; expected: string | null; got: string }[];
	missed: string[];
}

type Read = (picture: Picture) => Promise<string | null>;

/** @throws when no data folder is given: the photos are not part of the project */
export async function run({ data, json }: BenchRun): Promise<object> {
	if (data === undefined) throw new Error('bench scan needs the photos: npm run bench -- scan --data DIR');
	const photos = listPhotos(data);
	const positives = photos.filter(({ expected }) => expected !== null);
	const negatives = photos.filter(({ expected }) => expected === null);
	if (positives.length === 0) throw new Error(`No photo with an expected text beside it in ${data}`);

	const decoder = await openWebAssemblyDecoder({ bytes: wasmFile() });
	const chain = createChain(decoder);
	const app = await tally(photos, async (picture) => (await chain.read(picture, 'still'))?.text ?? null);
	// The library as it comes, every format, one code a picture; only the text in plain form, or no GS1 code would match.
	const alone = await tally(photos, async (picture) => {
		const [first] = await readBarcodes(picture as ImageData, { textMode: 'Plain', maxNumberOfSymbols: 1 });
		return first?.text ?? null;
	});
	if (!json) {
		console.log('read wrong:', app.mistakes);
		console.log('missed:', app.missed.join(' '));
	}
	return {
		images: app.images,
		readPercent: percent(app.read, app.images),
		wrong: app.wrong,
		negatives: { images: negatives.length, false: app.falseReads },
		msMedian: quantile(app.ms, 0.5),
		msP95: quantile(app.ms, 0.95),
		byFolder: app.byFolder,
		wasmAlone: { readPercent: percent(alone.read, alone.images), wrong: alone.wrong, false: alone.falseReads },
		browserMissMs: await measureMisses(negatives.map(({ path }) => path))
	};
}

async function tally(photos: Photo[], read: Read): Promise<Tally> {
	const result: Tally = {
		images: 0,
		read: 0,
		wrong: 0,
		falseReads: 0,
		ms: [],
		byFolder: {},
		mistakes: [],
		missed: []
	};
	for (const { path, folder, expected } of photos) {
		const picture = await decodePhoto(path);
		const start = performance.now();
		const text = await read(picture);
		const took = performance.now() - start;
		if (expected === null) {
			if (text !== null) result.falseReads++;
			continue;
		}
		const here = (result.byFolder[folder] ??= { images: 0, read: 0, wrong: 0 });
		result.images++;
		here.images++;
		result.ms.push(took);
		if (text === null) {
			result.missed.push(path);
		} else if (isExpected(text, expected)) {
			result.read++;
			here.read++;
		} else {
			result.wrong++;
			here.wrong++;
			result.mistakes.push({ image: path, expected, got: text });
		}
	}
	return result;
}

function wasmFile(): ArrayBuffer {
	const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
	return new Uint8Array(readFileSync(path)).buffer;
}
