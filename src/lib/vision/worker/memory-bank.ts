/** What good parts look like, patch by patch: a thinned set of their patches, against which a new part is compared. */
import * as tf from '@tensorflow/tfjs';
import { thinRows } from './coreset';
import { largest, quantile } from './vectors';

/** How large a bank may become, and how fine it is at first. */
export interface BankOptions {
	/** Most rows. */
	capacity: number;
	/** Patches nearer than this (1 − cosine) to a row are not kept, even while there is room. */
	leastGap: number;
}

/**
 * A bank with room for everything is worse, not only slower. Magnetic tiles, AUROC with gaps of 0.3 / 0.35 / 0.4: 200 good,
 * grouped (3 draws) 79.7 / 82.6 / 83.6; 762 good, random 96.8 / 97.5 / 93.8; and 10,000 rows without a gap, grouped, 77.
 */
export const DEFAULT_BANK: BankOptions = { capacity: 10_000, leastGap: 0.35 };

/** Every so many rows one belongs to the sample that is searched first. */
const SAMPLING = 8;
/** Comparisons of a patch with a row that a lookup may take: with a full bank, a quarter of all there could be. */
const MOST_COMPARISONS = 700_000;
/** How much of the bank goes when it is full. */
const THINNED_SHARE = 0.25;
const GAP_PROBES = 200;

/** Transposed once, `[dimensions, rows]`: the multiplication is ten times slower otherwise. */
interface Tensors {
	all: tf.Tensor2D;
	sample: tf.Tensor2D;
}

/**
 * Memory bank over unit patch vectors, held by the TF.js backend. Patches nearer than a gap to a row already kept are
 * left out; when the bank is full the gap grows and the bank is thinned (a streaming form of the greedy coreset of
 * PatchCore, Roth et al. 2022). One good part more costs milliseconds, and the same parts in the same order give the
 * same bank.
 */
export class MemoryBank {
	#rows: Float32Array;
	#gap: number;
	#tensors: Tensors | null = null;

	/** @param dimensions length of a patch vector */
	constructor(
		readonly dimensions: number,
		readonly options: BankOptions
	) {
		this.#rows = new Float32Array(0);
		this.#gap = options.leastGap;
	}

	get rows(): number {
		return this.#rows.length / this.dimensions;
	}

	/** Adds the unit patches `[count, dimensions]` of one good part. */
	async add(patches: Float32Array): Promise<void> {
		const fresh = this.#gap > 0 ? await this.#beyondGap(patches) : patches;
		if (fresh.length === 0) return;
		this.#replace(concatenate(this.#rows, fresh));
		while (this.rows > this.options.capacity) await this.#thin();
	}

	/**
	 * Distance (1 − cosine) of each patch `[count, dimensions]` to the nearest row: 0 seen before … 2. In a bank of more
	 * than some 2,000 rows only the patches that a sample of the rows finds strangest are compared with all; the rest may
	 * come out too large by what the sample misses, but not among the `scored` largest.
	 * @returns null while the bank is empty
	 */
	async distances(patches: Float32Array, scored: number): Promise<Float32Array | null> {
		if (this.rows === 0) return null;
		const { all, sample } = this.#loaded();
		const count = patches.length / this.dimensions;
		const queries = tf.tensor2d(patches, [count, this.dimensions]);
		const compared = Math.max(4 * scored, Math.floor(MOST_COMPARISONS / this.rows));
		try {
			if (compared >= count) return await nearestDistances(queries, all);
			const distances = await nearestDistances(queries, sample);
			const order = largest(distances, count);
			const strangest = order.slice(0, compared);
			const picked = tf.tidy(() => tf.gather(queries, tf.tensor1d(strangest, 'int32')));
			const exact = await nearestDistances(picked, all);
			picked.dispose();
			strangest.forEach((patch, i) => (distances[patch] = exact[i]));
			const limit = exact[largest(exact, scored)[scored - 1]];
			for (const patch of order.slice(compared)) distances[patch] = Math.min(distances[patch], limit);
			return distances;
		} finally {
			queries.dispose();
		}
	}

	dispose(): void {
		this.#tensors?.all.dispose();
		this.#tensors?.sample.dispose();
		this.#tensors = null;
	}

	async #beyondGap(patches: Float32Array): Promise<Float32Array> {
		const present = this.rows === 0 ? null : this.#loaded().all;
		return selectRows(patches, await thinRows(patches, this.dimensions, this.#gap, present), this.dimensions);
	}

	async #thin(): Promise<void> {
		this.#gap = Math.max(this.#gap * 1.1, await this.#gapForThinning());
		const kept = await thinRows(this.#rows, this.dimensions, this.#gap);
		this.#replace(selectRows(this.#rows, kept, this.dimensions));
	}

	/** The distance within which about `THINNED_SHARE` of the rows have a neighbour, judged by evenly spaced rows. */
	async #gapForThinning(): Promise<number> {
		const step = Math.max(1, Math.floor(this.rows / GAP_PROBES));
		const probes = Array.from({ length: Math.ceil(this.rows / step) }, (_, i) => i * step);
		const product = tf.tidy(() => {
			const { all } = this.#loaded();
			return tf.matMul(tf.gather(all, tf.tensor1d(probes, 'int32'), 1).transpose(), all);
		});
		const similarities = await product.data();
		product.dispose();
		const distances = probes.map((own, probe) => {
			let best = -1;
			for (let row = 0; row < this.rows; row++) {
				const similarity = similarities[probe * this.rows + row];
				if (row !== own && similarity > best) best = similarity;
			}
			return 1 - best;
		});
		return quantile(distances, THINNED_SHARE);
	}

	#replace(rows: Float32Array): void {
		this.#rows = rows;
		this.dispose();
	}

	#loaded(): Tensors {
		if (this.#tensors === null) {
			const rows = tf.tensor2d(this.#rows, [this.rows, this.dimensions]);
			this.#tensors = {
				all: rows.transpose(),
				sample: tf.tidy(() => rows.stridedSlice([0, 0], rows.shape, [SAMPLING, 1]).transpose())
			};
			rows.dispose();
		}
		return this.#tensors;
	}
}

/** Image score: the mean of the largest patch distances. */
export function anomalyScore(distances: Float32Array, scored: number): number {
	const top = largest(distances, scored);
	return top.reduce((sum, index) => sum + distances[index], 0) / top.length;
}

async function nearestDistances(queries: tf.Tensor2D, transposed: tf.Tensor2D): Promise<Float32Array> {
	return toDistances(tf.tidy(() => tf.max(tf.matMul(queries, transposed), 1)));
}

async function toDistances(similarities: tf.Tensor): Promise<Float32Array> {
	const values = await similarities.data();
	similarities.dispose();
	return Float32Array.from(values, (similarity) => Math.max(0, 1 - similarity));
}

function concatenate(a: Float32Array, b: Float32Array): Float32Array {
	const out = new Float32Array(a.length + b.length);
	out.set(a);
	out.set(b, a.length);
	return out;
}

function selectRows(rows: Float32Array, selected: number[], dimensions: number): Float32Array {
	const out = new Float32Array(selected.length * dimensions);
	selected.forEach((row, i) => out.set(rows.subarray(row * dimensions, (row + 1) * dimensions), i * dimensions));
	return out;
}
