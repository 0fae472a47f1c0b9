/** Thinning a set of unit vectors so that no two that remain are nearer than a gap. */
import * as tf from '@tensorflow/tfjs';

const BLOCK = 256;

/**
 * Goes through the rows `[count, dimensions]` in order and keeps each that is at least `gap` (1 − cosine) from all kept
 * before it and from `present`, rows kept earlier `[dimensions, count]`. Blocks are compared by matrix multiplication.
 * @returns indices of the rows kept, rising
 */
export async function thinRows(
	rows: Float32Array,
	dimensions: number,
	gap: number,
	present: tf.Tensor2D | null = null
): Promise<number[]> {
	const count = rows.length / dimensions;
	const kept: number[] = [];
	const keptBlocks: tf.Tensor2D[] = [];
	for (let from = 0; from < count; from += BLOCK) {
		const size = Math.min(BLOCK, count - from);
		const block = tf.tensor2d(rows.subarray(from * dimensions, (from + size) * dimensions), [size, dimensions]);
		const seen = await nearestSimilarity(block, present === null ? keptBlocks : [present, ...keptBlocks]);
		const own = await readMatrix(block);
		const fresh: number[] = [];
		for (let row = 0; row < size; row++) {
			const covered = 1 - seen[row] < gap || fresh.some((other) => 1 - own[row * size + other] < gap);
			if (!covered) fresh.push(row);
		}
		kept.push(...fresh.map((row) => from + row));
		if (fresh.length > 0) {
			keptBlocks.push(tf.tidy(() => tf.gather(block, tf.tensor1d(fresh, 'int32')).transpose()));
		}
		block.dispose();
	}
	tf.dispose(keptBlocks);
	return kept;
}

async function nearestSimilarity(block: tf.Tensor2D, keptBlocks: tf.Tensor2D[]): Promise<Float32Array> {
	if (keptBlocks.length === 0) return new Float32Array(block.shape[0]).fill(-1);
	const nearest = tf.tidy(() => {
		const each = keptBlocks.map((kept) => tf.max(tf.matMul(block, kept), 1));
		return tf.max(tf.stack(each), 0);
	});
	const values = await nearest.data<'float32'>();
	nearest.dispose();
	return values;
}

async function readMatrix(block: tf.Tensor2D): Promise<Float32Array> {
	const product = tf.tidy(() => tf.matMul(block, tf.transpose(block)));
	const values = await product.data<'float32'>();
	product.dispose();
	return values;
}
