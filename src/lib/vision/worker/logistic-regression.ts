/** Multinomial logistic regression with an L2 penalty, on plain typed arrays: small enough to fit anew at every decision. */
import { descend, type Objective } from './descent';

/** Samples by row: `values` is `[count, dimensions]`. */
export interface Samples {
	values: Float32Array;
	count: number;
	dimensions: number;
}

/** `weights` is `[classes, dimensions + 1]`, the last column being the bias. */
export interface Regression {
	classes: number;
	dimensions: number;
	weights: Float64Array;
}

export interface FitOptions {
	/** Strength of the penalty on the weights (not the biases), relative to the mean loss of a sample. */
	penalty: number;
	maxIterations: number;
	/** An earlier fit of the same shape to begin with. */
	start?: Regression;
}

/**
 * Fits by L-BFGS (Liu & Nocedal 1989). Each class weighs the same, however many samples it has.
 * @param labels class index of every sample, 0 … `classes - 1`
 */
export function fitRegression(samples: Samples, labels: Int32Array, classes: number, options: FitOptions): Regression {
	const { dimensions } = samples;
	const size = classes * (dimensions + 1);
	const start = options.start;
	const warm = start !== undefined && start.classes === classes && start.dimensions === dimensions;
	const weights = warm ? Float64Array.from(start.weights) : new Float64Array(size);
	const objective = balancedLoss(samples, labels, classes, options.penalty);

	const descent = descend(objective, weights, { maxIterations: options.maxIterations });
	let step = descent.next();
	while (!step.done) step = descent.next();
	return { classes, dimensions, weights: step.value };
}

/** Scores before softmax of one sample, `[classes]`. `offset` is where the sample begins in `values`. */
export function logits(regression: Regression, values: Float32Array, offset = 0): Float64Array {
	const { classes, dimensions, weights } = regression;
	const out = new Float64Array(classes);
	for (let k = 0; k < classes; k++) {
		const row = k * (dimensions + 1);
		// Four sums at a time: one alone would wait for itself at every step.
		let [first, second, third, fourth] = [weights[row + dimensions], 0, 0, 0];
		let d = 0;
		for (; d + 3 < dimensions; d += 4) {
			first += weights[row + d] * values[offset + d];
			second += weights[row + d + 1] * values[offset + d + 1];
			third += weights[row + d + 2] * values[offset + d + 2];
			fourth += weights[row + d + 3] * values[offset + d + 3];
		}
		for (; d < dimensions; d++) first += weights[row + d] * values[offset + d];
		out[k] = first + second + third + fourth;
	}
	return out;
}

/** Probabilities from scores divided by a temperature. */
export function softmax(scores: Float64Array, temperature = 1): Float64Array {
	const highest = scores.reduce((a, b) => Math.max(a, b), -Infinity);
	const out = scores.map((score) => Math.exp((score - highest) / temperature));
	const sum = out.reduce((a, b) => a + b, 0);
	return out.map((value) => value / sum);
}

function balancedLoss(samples: Samples, labels: Int32Array, classes: number, penalty: number): Objective {
	const { values, count, dimensions } = samples;
	const counts = new Float64Array(classes);
	for (const label of labels) counts[label]++;
	const present = counts.filter((n) => n > 0).length;
	const sampleWeight = counts.map((n) => (n > 0 ? 1 / (n * present) : 0));
	const stride = dimensions + 1;

	return (weights, gradient) => {
		let loss = 0;
		gradient.fill(0);
		const regression: Regression = { classes, dimensions, weights };
		for (let i = 0; i < count; i++) {
			const from = i * dimensions;
			const label = labels[i];
			const probabilities = softmax(logits(regression, values, from));
			const weight = sampleWeight[label];
			loss -= weight * Math.log(Math.max(1e-300, probabilities[label]));
			for (let k = 0; k < classes; k++) {
				const error = weight * (probabilities[k] - (k === label ? 1 : 0));
				if (Math.abs(error) < 1e-12) continue;
				const row = k * stride;
				for (let d = 0; d < dimensions; d++) gradient[row + d] += error * values[from + d];
				gradient[row + dimensions] += error;
			}
		}
		for (let k = 0; k < classes; k++) {
			for (let j = k * stride; j < k * stride + dimensions; j++) {
				loss += 0.5 * penalty * weights[j] * weights[j];
				gradient[j] += penalty * weights[j];
			}
		}
		return loss;
	};
}
