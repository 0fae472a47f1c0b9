/** Which confirmed captures a new one resembles, and whether it resembles any. */
import { applyScaling, fitScaling, type Scaling } from './scaling';
import { dot, normalise, quantile } from './vectors';

export interface Case {
	captureId: string;
	class: string;
	/** Pooled features. */
	features: Float32Array;
}

export interface NearestCase {
	captureId: string;
	class: string;
	/** Cosine of the pooled features, −1 to 1. */
	similarity: number;
}

/** Below this many cases "unlike everything seen" says nothing. */
const LEAST_CASES = 8;

/** The confirmed captures of a part, by their pooled features. */
export class Cases {
	readonly #cases: (NearestCase & { vector: Float32Array; scaled: Float32Array })[];
	readonly #scaling: Scaling;
	/** Distance of each case to its nearest other one: how far apart known things lie. */
	readonly #usual: { median: number; high: number } | null;

	constructor(cases: Case[]) {
		this.#scaling = fitScaling(cases.map((known) => known.features));
		this.#cases = cases.map(({ captureId, class: name, features }) => {
			const scaled = applyScaling(this.#scaling, features);
			return { captureId, class: name, similarity: 1, vector: toUnitVector(scaled), scaled };
		});
		this.#usual = cases.length < LEAST_CASES ? null : this.#measureGaps();
	}

	/** The captures most like this one, the most alike first. */
	nearest(features: Float32Array, count: number): NearestCase[] {
		const vector = toUnitVector(applyScaling(this.#scaling, features));
		return this.#cases
			.map((known) => ({ captureId: known.captureId, class: known.class, similarity: cosine(vector, known.vector) }))
			.sort((a, b) => b.similarity - a.similarity)
			.slice(0, count);
	}

	/**
	 * 0: as near to a known capture as half of the known ones are to each other. 0.5: as far as the most isolated
	 * twentieth of them. 1: twice as far beyond. Null while there are too few to compare.
	 */
	novelty(features: Float32Array): number | null {
		if (this.#usual === null) return null;
		const scaled = applyScaling(this.#scaling, features);
		// Not the angle, which resemblance is told by: something quite different may lie far out in a known direction.
		const gap = Math.min(...this.#cases.map((known) => distance(scaled, known.scaled)));
		const { median, high } = this.#usual;
		return Math.min(1, Math.max(0, (0.5 * (gap - median)) / Math.max(1e-6, high - median)));
	}

	#measureGaps(): { median: number; high: number } {
		const gaps = new Float32Array(this.#cases.length).fill(Infinity);
		this.#cases.forEach((one, i) => {
			for (let j = 0; j < i; j++) {
				const gap = distance(one.scaled, this.#cases[j].scaled);
				gaps[i] = Math.min(gaps[i], gap);
				gaps[j] = Math.min(gaps[j], gap);
			}
		});
		return { median: quantile(gaps, 0.5), high: quantile(gaps, 0.95) };
	}
}

function toUnitVector(scaled: Float32Array): Float32Array {
	const vector = Float32Array.from(scaled);
	normalise(vector, 0, vector.length);
	return vector;
}

function distance(a: Float32Array, b: Float32Array): number {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
	return Math.sqrt(sum);
}

function cosine(a: Float32Array, b: Float32Array): number {
	return Math.min(1, Math.max(-1, dot(a, 0, b, 0, a.length)));
}
