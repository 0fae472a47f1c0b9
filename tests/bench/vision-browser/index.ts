/** The models as a tablet runs them: production build, real browser, and the same answers as in Node. */
import { chromium, type Page } from '@playwright/test';
import { copyFile, cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';
import { CHROMIUM_ARGS, findChromium } from '../../../src/commands/chromium.mjs';
import type { SuggestionResult } from '../../../src/lib/vision/shared/protocol';
import type { BenchRun } from '../options';
import { suggestInNode, type PhotoFile } from './node';
import type { Figures } from './page/measure';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PAGE = fileURLToPath(new URL('./page', import.meta.url));
const BACKBONE = join(ROOT, 'static/models/backbone');
const CLASSES = ['good', 'blowhole', 'break', 'crack', 'fray', 'uneven'];
/** Drawing in software takes seconds a pass; a backend beyond this counts as hung, as on a tablet. */
const BACKEND_LIMIT_MS = 60_000;

/** @throws when the folder is not one of photos by class, or no Chromium is found */
export async function run({ data }: BenchRun): Promise<object> {
	if (data === undefined)
		throw new Error('bench vision-browser needs photos: npm run bench -- vision-browser --data DIR');
	const found = findChromium();
	if (found === null) throw new Error('No Chromium found: npm test installs one');
	const photos = Object.fromEntries(await Promise.all(CLASSES.map(async (name) => [name, await list(data, name)])));
	const pick = (from: number, good: number, defects: number): PhotoFile[] =>
		CLASSES.flatMap((name) => photos[name].slice(from, from + (name === 'good' ? good : defects)));
	const taught = pick(0, 10, 4);
	const tried = pick(12, 10, 6);
	const learned = pick(22, 10, 4);

	const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-vision-'));
	try {
		const site = {
			root: PAGE,
			configFile: false,
			logLevel: 'warn',
			resolve: { alias: { $lib: join(ROOT, 'src/lib') } }
		} as const;
		await build({ ...site, build: { outDir: folder, emptyOutDir: true }, worker: { format: 'es' } });
		await cp(BACKBONE, join(folder, 'models/backbone'), { recursive: true });
		await mkdir(join(folder, 'photos'));
		const serve = async ({ path, class: known }: PhotoFile, index: number) => {
			const name = `${index}-${known}.jpg`;
			await copyFile(path, join(folder, 'photos', name));
			return { address: `/photos/${name}`, class: known };
		};
		const addresses = await Promise.all([...taught, ...tried, ...learned].map(serve));
		const server = await preview({ ...site, build: { outDir: folder }, preview: { host: '127.0.0.1', port: 0 } });
		const browser = await chromium.launch({ executablePath: found.path, args: CHROMIUM_ARGS });
		try {
			const [address] = server.resolvedUrls?.local ?? [];
			if (address === undefined) throw new Error('The preview server has no address');
			const openPage = async (): Promise<Page> => {
				const page = await browser.newPage();
				page.on('console', (message) => console.error(message.text()));
				await page.goto(address);
				return page;
			};
			const lists = [
				addresses.slice(0, taught.length),
				addresses.slice(taught.length, taught.length + tried.length),
				addresses.slice(taught.length + tried.length)
			] as const;
			const figures = await (await openPage()).evaluate((all) => window.measureModels(...all), lists);
			const backends = await (await openPage()).evaluate((limit) => window.measureBackends(limit), BACKEND_LIMIT_MS);
			const inNode = await suggestInNode(BACKBONE, taught, tried);
			return report(figures, backends, inNode, browser.version());
		} finally {
			await browser.close();
			await server.close();
		}
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function list(data: string, name: string): Promise<PhotoFile[]> {
	const names = (await readdir(join(data, name))).filter((file) => /\.jpe?g$/i.test(file)).sort();
	return names.map((file) => ({ path: join(data, name, file), class: name }));
}

function report(figures: Figures, backends: object[], inNode: SuggestionResult[], browser: string): object {
	return {
		browser,
		backbone: figures.backbone,
		startMs: Math.round(figures.startMs),
		embedMs: spread(figures.embedMs),
		openPackMs: Math.round(figures.openPackMs),
		suggestionMs: { inWorker: spread(figures.insideMs), roundTrip: spread(figures.suggestMs) },
		learnMs: spread(figures.learnMs),
		forgetMs: Math.round(figures.forgetMs),
		teachHundred: { ms: Math.round(figures.teachingMs), suggestionMeanwhileMs: spread(figures.duringTeachingMs) },
		afterStopMs: Math.round(figures.afterStopMs),
		abortedAs: figures.abortedAs,
		backends,
		agreementWithNode: agreement(figures.answers, inNode)
	};
}

/** Greatest differences between the two answers to one photo: patch features by their range, probabilities, anomaly scores. */
function agreement(answers: Figures['answers'], inNode: SuggestionResult[]): object {
	let features = 0;
	let probability = 0;
	let score = 0;
	let sameFirst = 0;
	answers.forEach((answer, index) => {
		const other = inNode[index];
		const { patches, scale, offset } = other.embedding;
		answer.embedding.forEach((byte, at) => {
			const gap = Math.abs(byte * answer.scale + answer.offset - (patches[at] * scale + offset));
			features = Math.max(features, gap / (scale * 255));
		});
		for (const candidate of answer.candidates) {
			const twin = other.suggestion.candidates.find((one) => one.class === candidate.class);
			probability = Math.max(probability, Math.abs(candidate.probability - (twin?.probability ?? 0)));
		}
		score = Math.max(score, Math.abs((answer.score ?? 0) - (other.suggestion.anomaly?.score ?? 0)));
		if (answer.candidates[0]?.class === other.suggestion.candidates[0]?.class) sameFirst++;
	});
	return { photos: answers.length, features, probability, score, sameFirst };
}

function spread(values: number[]): { median: number; p95: number; max: number } {
	const sorted = [...values].sort((a, b) => a - b);
	const at = (share: number) =>
		Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN) * 10) / 10;
	return { median: at(0.5), p95: at(0.95), max: at(1) };
}
