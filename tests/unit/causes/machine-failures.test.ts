import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { CauseModel } from '$lib/vision/worker/causes/model';
import { catalogueOf, readFailures } from '../../bench/causes/failures';
import { figuresOf } from '../../bench/causes/figures';
import { splitInTime } from '../../bench/causes/machines';

const DATA = path.join(
	process.env['COUNTERSIGN_DATA'] ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url)),
	'machine-failures'
);
const isThere = existsSync(path.join(DATA, 'failures.csv'));
if (!isThere) console.warn(`Skipped: there are no machine failures in ${DATA} to tell the causes of.`);

describe.runIf(isThere)('the causes of a year of real failures', () => {
	beforeAll(async () => {
		tf.enableProdMode();
		await tf.setBackend('wasm');
	});

	it('of the last 30% are told as well as can be, after learning the 70% before', async () => {
		const failures = await readFailures(DATA);
		const { known, asked } = splitInTime(failures);
		const model = await CauseModel.of(catalogueOf(failures), 'wasm');
		await model.learnAll(known);
		const figures = figuresOf(asked.map(({ facts, causeId }) => ({ truth: causeId, said: model.rank(facts).causes })));
		expect(figures.top1).toBeGreaterThanOrEqual(93.4);
		expect(figures.top2).toBe(100);
		expect(figures.calibrationError).toBeLessThanOrEqual(0.05);
	});

	it('are told from nothing that was not known yet', async () => {
		const failures = await readFailures(DATA);
		for (const { facts } of failures) {
			expect(Math.min(...facts.codes.map(({ hoursBefore }) => hoursBefore), 0)).toBe(0);
			expect(Math.min(...Object.values(facts.componentAgeDays))).toBeGreaterThan(0);
		}
	});
});
