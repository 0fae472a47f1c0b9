import { describe, expect, it } from 'vitest';
import { assignFolds } from './folds';
import { Head, type Labelled } from './head';

function chance(seed: number): () => number {
	let state = seed;
	return () => (state = (state * 48271) % 0x7fffffff) / 0x7fffffff - 0.5;
}

/** Captures of classes whose centres lie apart along one feature each. */
function captures(counts: number[], seed: number): Labelled[] {
	const random = chance(seed);
	return counts.flatMap((count, label) =>
		Array.from({ length: count }, () => {
			return { features: Float32Array.from({ length: 20 }, (_, d) => random() * 2 + (d === label ? 2 : 0)), label };
		})
	);
}

const breathe = async (): Promise<void> => {};

describe('a head', () => {
	it('learns classes that differ, also the rare one', async () => {
		const head = await Head.fit(['good', 'crack', 'fray'], captures([80, 30, 4], 1), null, breathe);
		const later = captures([30, 30, 30], 2);
		for (const label of [0, 1, 2]) {
			const own = later.filter((capture) => capture.label === label);
			const right = own.filter(({ features }) => {
				const { probabilities } = head.judge(features);
				return probabilities.indexOf(Math.max(...probabilities)) === label;
			});
			expect(right.length).toBeGreaterThanOrEqual(25);
		}
	});

	it('gives probabilities, and a set that holds the most probable class', async () => {
		const head = await Head.fit(['good', 'crack'], captures([20, 20], 3), null, breathe);
		const { probabilities, plausible, coverage } = head.judge(captures([1, 0], 4)[0].features);
		expect(probabilities[0] + probabilities[1]).toBeCloseTo(1, 9);
		expect(coverage).toBe(0.9);
		expect(plausible).toContain(0);
	});

	it('says nothing of coverage after a handful of captures', async () => {
		const head = await Head.fit(['good', 'crack'], captures([3, 1], 5), null, breathe);
		expect(head.judge(captures([0, 1], 6)[0].features)).toMatchObject({ coverage: null, plausible: [] });
	});

	it('comes to the same when it starts from an earlier head', async () => {
		const all = captures([40, 20], 7);
		const earlier = await Head.fit(['good', 'crack'], all.slice(0, -1), null, breathe);
		const [warm, cold] = [
			await Head.fit(['good', 'crack'], all, earlier, breathe),
			await Head.fit(['good', 'crack'], all, null, breathe)
		];
		const capture = captures([0, 1], 8)[0].features;
		expect(warm.judge(capture).probabilities[0]).toBeCloseTo(cold.judge(capture).probabilities[0], 2);
	});
});

describe('folds', () => {
	it('keep photos of one part together', () => {
		const random = chance(9);
		const twelve = Array.from({ length: 12 }, () => {
			return { features: Float32Array.from({ length: 40 }, random), label: 0 };
		});
		const each = assignFolds(twelve, 1, 5);
		const twice = assignFolds([...twelve, ...twelve], 1, 5);
		expect(twice.slice(12)).toEqual(twice.slice(0, 12));
		expect(new Set(each).size).toBe(5);
	});

	it('leave a class with one capture in training', () => {
		expect(assignFolds(captures([1], 1), 1, 5)).toEqual([-2]);
	});
});
