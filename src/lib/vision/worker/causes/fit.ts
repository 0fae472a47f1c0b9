/** Fits the weights to the confirmed cases, starting from the site's table: the products of matrices run in TensorFlow.js. */
import * as tf from '@tensorflow/tfjs';
import { descend, type Objective } from '../descent';
import { softmax } from '../logistic-regression';
import type { Row } from './design';

export interface Lesson {
	row: Row;
	/** Index of the confirmed cause. */
	label: number;
	/** 1, or less where it is less certain. */
	weight: number;
	/** Added to the scores: 0 for each cause that this kind of asset can have, −Infinity for the others. */
	possible: Float64Array;
}

/** Weights by column and cause, `[columns, causes]`, row by row. */
export type Weights = Float64Array<ArrayBuffer>;

/** How strongly a weight is held to what the table says, in cases: one that is contradicted that often has given way by half. */
const HOLD = 0.5;
/** With fewer cases than this everything is held twice as strongly and more: one case has many signs, and most of them are chance. */
const FEW_CASES = 10;
/** Sums in 32 bits are not exact enough to gain less. */
const LEAST_GAIN = 1e-5;

/**
 * The most probable weights (maximum a posteriori): multinomial logistic regression whose penalty pulls each weight towards the
 * table's instead of towards 0. With no case it is the table, with many it is what the cases say.
 * @param table the weights that it is pulled to
 * @param start where fitting begins: an earlier fit, or `table`
 * @param breathe called between the steps, to let others use the thread
 */
export async function fitWeights(
	lessons: readonly Lesson[],
	causes: number,
	{ table, start }: { table: Weights; start: Weights },
	maxIterations: number,
	breathe: () => Promise<void>
): Promise<Weights> {
	if (lessons.length === 0) return table;
	const objective = new TableBoundLoss(lessons, causes, table);
	try {
		const descent = descend((weights, gradient) => objective.at(weights, gradient), start, {
			maxIterations,
			leastGain: LEAST_GAIN
		});
		let step = descent.next();
		while (!step.done) {
			await breathe();
			step = descent.next();
		}
		return step.value;
	} finally {
		objective.dispose();
	}
}

class TableBoundLoss {
	readonly #lessons: readonly Lesson[];
	readonly #causes: number;
	readonly #table: Weights;
	readonly #hold: number;
	readonly #total: number;
	readonly #byCase: SparseMatrix;
	readonly #byColumn: SparseMatrix;

	constructor(lessons: readonly Lesson[], causes: number, table: Weights) {
		this.#lessons = lessons;
		this.#causes = causes;
		this.#table = table;
		this.#total = lessons.reduce((sum, { weight }) => sum + weight, 0);
		this.#hold = (HOLD * (1 + FEW_CASES / this.#total)) / this.#total;
		const filled = lessons.flatMap(({ row }, i) =>
			Array.from(row.columns, (column, j) => ({ row: i, column, value: row.values[j] }))
		);
		this.#byCase = new SparseMatrix(filled);
		const turned = filled.map(({ row, column, value }) => ({ row: column, column: row, value }));
		this.#byColumn = new SparseMatrix(turned.sort((a, b) => a.row - b.row));
	}

	at: Objective = (weights, gradient) => {
		const { loss, errors } = this.#compare(this.#byCase.times(Float32Array.from(weights), this.#causes));
		gradient.set(this.#byColumn.times(errors, this.#causes));
		let held = 0;
		for (let i = 0; i < weights.length; i++) {
			const away = weights[i] - this.#table[i];
			held += 0.5 * this.#hold * away * away;
			gradient[i] += this.#hold * away;
		}
		return loss + held;
	};

	/** Mean loss over the cases, and how far each probability is from what was confirmed. */
	#compare(scores: ArrayLike<number>): { loss: number; errors: Float32Array } {
		const errors = new Float32Array(scores.length);
		let loss = 0;
		this.#lessons.forEach(({ label, weight, possible }, i) => {
			const own = softmax(possible.map((open, k) => scores[i * this.#causes + k] + open));
			const share = weight / this.#total;
			loss -= share * Math.log(Math.max(1e-300, own[label]));
			own.forEach((p, k) => (errors[i * this.#causes + k] = share * (p - (k === label ? 1 : 0))));
		});
		return { loss, errors };
	}

	dispose(): void {
		this.#byCase.dispose();
		this.#byColumn.dispose();
	}
}

/** A matrix of which few cells are filled: a case has a score of signs, of hundreds that there are. */
class SparseMatrix {
	readonly #rows: tf.Tensor1D;
	readonly #columns: tf.Tensor1D;
	readonly #values: tf.Tensor2D;
	readonly #order: tf.Tensor1D;

	/** @param filled by ascending row; every row has a cell */
	constructor(filled: readonly { row: number; column: number; value: number }[]) {
		const int = (read: (cell: { row: number; column: number }) => number) =>
			tf.tensor1d(Int32Array.from(filled, read), 'int32');
		this.#rows = int(({ row }) => row);
		this.#columns = int(({ column }) => column);
		this.#order = tf.tensor1d(Int32Array.from(filled.keys()), 'int32');
		this.#values = tf.tensor2d(
			Float32Array.from(filled, ({ value }) => value),
			[filled.length, 1]
		);
	}

	/** The product with a dense matrix of that width, row by row. */
	times(dense: Float32Array, width: number): ArrayLike<number> {
		const product = tf.tidy(() => {
			const rows = tf.tensor2d(dense, [dense.length / width, width]);
			// One row for each cell: what `gather` does, in a tenth of its time.
			const taken = tf.sparse.sparseSegmentSum(rows, this.#columns, this.#order);
			return tf.sparse.sparseSegmentSum(taken.mul<tf.Tensor2D>(this.#values), this.#order, this.#rows);
		});
		const values = product.dataSync();
		product.dispose();
		return values;
	}

	dispose(): void {
		tf.dispose([this.#rows, this.#columns, this.#values, this.#order]);
	}
}
