import { describe, expect, it } from 'vitest';
import { calibrate, conformalSet, COVERAGE, type HeldOut } from './calibration';
import { softmax } from './logistic-regression';

/** Chance with a fixed seed. */
function chance(seed: number): () => number {
	let state = seed;
	return () => (state = (state * 48271) % 0x7fffffff) / 0x7fffffff;
}

/** A model that is right as often as it says, but says it `sureness` times too surely. */
function outcomes(count: number, sureness: number, seed: number): HeldOut[] {
	const random = chance(seed);
	return Array.from({ length: count }, () => {
		const honest = Float64Array.from([random() * 3, random() * 3, random() * 3]);
		const probabilities = softmax(honest);
		let rest = random();
		let label = 0;
		while (label < 2 && rest > probabilities[label]) rest -= probabilities[label++];
		return { scores: honest.map((score) => score * sureness), label };
	});
}

describe('calibration', () => {
	it('takes back what a model is too sure of', () => {
		expect(calibrate(outcomes(2000, 5, 1), 3).temperature).toBeGreaterThan(4);
		expect(calibrate(outcomes(2000, 5, 1), 3).temperature).toBeLessThan(6);
	});

	it('gives sets that hold the true class as often as stated, for each class', () => {
		const { temperature, limits } = calibrate(outcomes(600, 2, 2), 3);
		const later = outcomes(3000, 2, 3);
		for (const label of [0, 1, 2]) {
			const own = later.filter((outcome) => outcome.label === label);
			const held = own.filter(({ scores }) => conformalSet(softmax(scores, temperature), limits ?? []).includes(label));
			expect(held.length / own.length).toBeGreaterThan(COVERAGE - 0.04);
			expect(held.length / own.length).toBeLessThan(COVERAGE + 0.06);
		}
	});

	it('states nothing from too few captures', () => {
		expect(calibrate(outcomes(8, 1, 4), 3).limits).toBeNull();
		expect(calibrate([], 3)).toEqual({ temperature: 1, limits: null });
	});

	it('never rules out the most probable class', () => {
		expect(conformalSet(Float64Array.from([0.2, 0.5, 0.3]), [0, 0, 0])).toEqual([1]);
	});
});
