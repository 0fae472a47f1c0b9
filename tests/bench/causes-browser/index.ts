/** `npm run bench -- causes-browser`: the model of fault causes as a tablet runs it: production build, real browser, the same answers as in Node. */
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs';
import { chromium } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';
import { CauseModel } from '$lib/vision/worker/causes/model';
import { CHROMIUM_ARGS, findChromium } from '../../../src/commands/chromium.mjs';
import { catalogueOf, readFailures, type Failure } from '../causes/failures';
import { splitInTime } from '../causes/machines';
import { UsageError } from '../options';
import { percentile } from '../vision/measures';
import type { Figures } from './page/measure';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PAGE = fileURLToPath(new URL('./page', import.meta.url));
/** The failures of a year are fewer; told twice they are as many as years would bring. */
const LEAST_CASES = 1000;

/** @throws UsageError without data, and when no Chromium is found */
export async function run({ data }: { data?: string; json: boolean }): Promise<object> {
	if (data === undefined) throw new UsageError('bench causes-browser needs the folder of machine failures: --data DIR');
	const found = findChromium();
	if (found === null) throw new UsageError('No Chromium found: npm test installs one.');
	const failures = await readFailures(data);
	const catalogue = catalogueOf(failures);
	const { known, asked } = splitInTime(failures);
	const many = repeated(known, LEAST_CASES);

	const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-causes-'));
	const site = {
		root: PAGE,
		configFile: false,
		logLevel: 'warn',
		resolve: { alias: { $lib: join(ROOT, 'src/lib') } }
	} as const;
	try {
		await build({ ...site, build: { outDir: folder, emptyOutDir: true }, worker: { format: 'es' } });
		const server = await preview({ ...site, build: { outDir: folder }, preview: { host: '127.0.0.1', port: 0 } });
		const browser = await chromium.launch({ executablePath: found.path, args: CHROMIUM_ARGS });
		try {
			const [address] = server.resolvedUrls?.local ?? [];
			if (address === undefined) throw new Error('The preview server has no address');
			const page = await browser.newPage();
			page.on('console', (message) => console.error(message.text()));
			await page.goto(address);
			const figures = await page.evaluate((given) => window.measureCauses(...given), [
				catalogue,
				many,
				asked
			] as Parameters<typeof window.measureCauses>);
			return {
				...timesOf(figures),
				cases: many.length,
				asked: asked.length,
				backend: figures.rankings[0]?.model.backend,
				...(await compareWithNode(figures, many, asked)),
				browser: browser.version()
			};
		} finally {
			await browser.close();
			await server.close();
		}
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

function timesOf({ rankings: _, suggestMs, duringLearningMs, ...times }: Figures): object {
	const both = (values: number[]) => ({
		count: values.length,
		median: rounded(percentile(values, 0.5)),
		p95: rounded(percentile(values, 0.95)),
		most: rounded(Math.max(...values))
	});
	return {
		...Object.fromEntries(Object.entries(times).map(([name, ms]) => [name, rounded(ms)])),
		suggestMs: both(suggestMs),
		duringLearningMs: both(duringLearningMs)
	};
}

/** Greatest difference of a probability, and how often another cause came first. */
async function compareWithNode({ rankings }: Figures, many: Failure[], asked: Failure[]): Promise<object> {
	if (!(await tf.setBackend('wasm'))) throw new Error('TF.js could not start its wasm backend.');
	const model = await CauseModel.of(catalogueOf(many), 'wasm');
	await model.learnAll(many);
	let difference = 0;
	let otherFirst = 0;
	asked.forEach(({ facts }, i) => {
		const here = model.rank(facts).causes;
		const there = new Map(rankings[i].causes.map(({ causeId, probability }) => [causeId, probability]));
		for (const { causeId, probability } of here) {
			difference = Math.max(difference, Math.abs(probability - (there.get(causeId) ?? 0)));
		}
		if (here[0]?.causeId !== rankings[i].causes[0]?.causeId) otherFirst++;
	});
	return { greatestDifferenceFromNode: difference, otherFirst };
}

function repeated(failures: Failure[], least: number): Failure[] {
	const times = Math.ceil(least / failures.length);
	return Array.from({ length: times }, (_, time) =>
		failures.map((failure) => ({ ...failure, reportId: `${failure.reportId}-${time}` }))
	).flat();
}

function rounded(ms: number): number {
	return Math.round(ms * 10) / 10;
}
