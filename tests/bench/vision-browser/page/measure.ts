/** Runs in the browser: teaches a part and asks for suggestions through the app's own vision client, and takes the times. */
import { createVisionClient, type BackendRecord, type Example } from '../../../../src/lib/vision/client';
import { compareWithWasm } from '../../../../src/lib/vision/client/backend-choice';
import { WorkerConnection } from '../../../../src/lib/vision/client/connection';
import type { Backend, BackendTrial, SuggestionResult } from '../../../../src/lib/vision/shared/protocol';

export interface Photo {
	address: string;
	class: string;
}

export interface Figures {
	startMs: number;
	/** Round trips, the transfer of the picture included. */
	embedMs: number[];
	openPackMs: number;
	suggestMs: number[];
	/** From pixels to suggestion, inside the worker. */
	insideMs: number[];
	learnMs: number[];
	forgetMs: number;
	/** Suggestions asked for while a large pack is being opened. */
	duringTeachingMs: number[];
	teachingMs: number;
	/** The first suggestion after the worker was stopped: starts it and teaches it again. */
	afterStopMs: number;
	abortedAs: string;
	answers: {
		embedding: number[];
		scale: number;
		offset: number;
		candidates: SuggestionResult['suggestion']['candidates'];
		score: number | null;
		usability: string[];
	}[];
	backbone: { id: string; hash: string };
}

export interface BackendFigures {
	backend: Backend;
	hardware: boolean;
	medianMs: number | null;
	difference: number | null;
	failure: string | null;
}

declare global {
	interface Window {
		measureModels(taught: Photo[], tried: Photo[], learned: Photo[]): Promise<Figures>;
		measureBackends(limitMs: number): Promise<BackendFigures[]>;
	}
}

const WHOLE = { x: 0, y: 0, width: 1, height: 1 };
const PACK = 'bench';
const backbone = new URL('/models/backbone', location.origin).href;

async function open({ address }: Photo): Promise<ImageBitmap> {
	return createImageBitmap(await (await fetch(address)).blob());
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
	const start = performance.now();
	return [await work(), performance.now() - start];
}

window.measureModels = async (taught, tried, learned) => {
	let record: BackendRecord | null = null;
	const vision = createVisionClient('bench', {
		read: async () => record,
		write: async (next) => void (record = next)
	});
	const [started, startMs] = await timed(() => vision.start());

	console.log(`started in ${Math.round(startMs)} ms`);

	const embedMs: number[] = [];
	const embed = async (photo: Photo, index: number): Promise<Example> => {
		const bitmap = await open(photo);
		const [embedding, ms] = await timed(() => vision.embed(bitmap, WHOLE));
		embedMs.push(ms);
		return { captureId: `${photo.class}-${index}`, class: photo.class, embedding };
	};
	const known: Example[] = [];
	for (const photo of taught) known.push(await embed(photo, known.length));
	const classes = [...new Set([...taught, ...learned].map((photo) => photo.class))];
	const source = { classes, examples: async () => known };
	const [, openPackMs] = await timed(() => vision.openPack(PACK, source));

	console.log(`taught ${known.length} photos`);

	const suggestMs: number[] = [];
	const insideMs: number[] = [];
	const answers: Figures['answers'] = [];
	for (const photo of tried) {
		const bitmap = await open(photo);
		const [{ suggestion, embedding }, ms] = await timed(() => vision.suggest(PACK, bitmap, WHOLE));
		suggestMs.push(ms);
		insideMs.push(suggestion.tookMs);
		answers.push({
			embedding: Array.from(embedding.patches),
			scale: embedding.scale,
			offset: embedding.offset,
			candidates: suggestion.candidates,
			score: suggestion.anomaly?.score ?? null,
			usability: suggestion.usability
		});
	}

	console.log(`asked for ${answers.length} suggestions`);

	const learnMs: number[] = [];
	for (const photo of learned) {
		const example = await embed(photo, known.length);
		known.push(example);
		learnMs.push((await timed(() => vision.learn(PACK, example)))[1]);
	}
	const last = known.pop();
	const [, forgetMs] = await timed(() => vision.forget(PACK, last?.captureId ?? ''));

	console.log(`learned ${learned.length} more photos`);

	// A hundred good parts at once: what a new tablet does when it opens a part that others have taught.
	const good = known.filter((example) => example.class === 'good');
	const many = Array.from({ length: 100 }, (_, index) => good[index % good.length]).map((example, index) => ({
		...example,
		captureId: `many-${index}`
	}));
	const duringTeachingMs: number[] = [];
	let teaching = true;
	const big = timed(() => vision.openPack('big', { classes, examples: async () => many })).finally(
		() => (teaching = false)
	);
	while (teaching) {
		const bitmap = await open(tried[duringTeachingMs.length % tried.length]);
		duringTeachingMs.push((await timed(() => vision.suggest(PACK, bitmap, WHOLE)))[1]);
		// A person needs longer than this between two photos; without a pause nothing would be left for teaching.
		await new Promise((resolve) => setTimeout(resolve, 300));
	}
	const [, teachingMs] = await big;
	console.log(`taught ${many.length} photos at once`);

	const controller = new AbortController();
	const asked = vision.suggest(PACK, await open(tried[0]), WHOLE, { signal: controller.signal });
	controller.abort();
	const abortedAs = await asked.then(
		() => 'answered',
		(error: unknown) => (error instanceof DOMException ? error.name : String(error))
	);

	vision.stop();
	const bitmap = await open(tried[0]);
	const [, afterStopMs] = await timed(() => vision.suggest(PACK, bitmap, WHOLE));
	vision.stop();
	return {
		startMs,
		embedMs,
		openPackMs,
		suggestMs,
		insideMs,
		learnMs,
		forgetMs,
		duringTeachingMs,
		teachingMs,
		afterStopMs,
		abortedAs,
		answers,
		backbone: { id: started.backboneId, hash: started.backboneHash }
	};
};

window.measureBackends = async (limitMs) => {
	const figures: BackendFigures[] = [];
	let wasm: BackendTrial | null = null;
	for (const backend of ['wasm', 'webgl', 'webgpu'] as const) {
		const connection = new WorkerConnection(
			() => new Worker(new URL('../../../../src/lib/vision/worker/index.ts', import.meta.url), { type: 'module' })
		);
		let hardware = false;
		try {
			hardware = await connection.call('hasHardware', { limitMs }, (remote) => remote.hasHardware(backend));
			await connection.call('start', { limitMs }, (remote) => remote.start({ backend, backbone }));
			const trial = await connection.call('measure', { limitMs }, (remote) => remote.measure());
			wasm ??= trial;
			const { difference } = compareWithWasm(backend, trial, wasm);
			console.log(`measured ${backend}`);
			figures.push({ backend, hardware, medianMs: trial.medianMs, difference, failure: null });
		} catch (error) {
			figures.push({ backend, hardware, medianMs: null, difference: null, failure: String(error) });
		} finally {
			connection.end('measure', 'measured');
		}
	}
	return figures;
};
