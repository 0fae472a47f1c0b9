/** Linear discriminant analysis with a shrunken covariance: steadier than regression while there are few captures. */
import type { Regression, Samples } from './logistic-regression';

/** How far the covariance is drawn towards a sphere (Ledoit & Wolf 2004 give reasons): with fewer captures than features it has no inverse. */
const SHRINKAGE = 0.3;
const MOST_STEPS = 60;
const PRECISION = 1e-2;

/**
 * Scores of each class as a `Regression`, every class weighing the same.
 * @param labels class index of every sample, 0 … `classes - 1`
 */
export function fitDiscriminant(samples: Samples, labels: Int32Array, classes: number): Regression {
	const { dimensions, count } = samples;
	const means = classMeans(samples, labels, classes);
	const counts = new Float64Array(classes);
	for (const label of labels) counts[label]++;
	const residuals = new Float64Array(count * dimensions);
	let spread = 0;
	for (let i = 0; i < count; i++) {
		const label = labels[i];
		// Square root of the sample's weight, so that the residuals' product is the covariance.
		const weight = Math.sqrt(1 / (counts[label] * classes));
		for (let d = 0; d < dimensions; d++) {
			const residual = weight * (samples.values[i * dimensions + d] - means[label][d]);
			residuals[i * dimensions + d] = residual;
			spread += residual * residual;
		}
	}
	// One sample of each class leaves nothing to estimate: then all directions count the same.
	const sphere = spread > 0 ? (SHRINKAGE * spread) / dimensions : 1;
	const weights = new Float64Array(classes * (dimensions + 1));
	means.forEach((mean, k) => {
		const direction = solve((vector) => covarianceTimes(residuals, count, dimensions, sphere, vector), mean);
		const row = k * (dimensions + 1);
		weights.set(direction, row);
		weights[row + dimensions] = -0.5 * dot(direction, mean);
	});
	return { classes, dimensions, weights };
}

function classMeans({ values, count, dimensions }: Samples, labels: Int32Array, classes: number): Float64Array[] {
	const means = Array.from({ length: classes }, () => new Float64Array(dimensions));
	const counts = new Float64Array(classes);
	for (const label of labels) counts[label]++;
	for (let i = 0; i < count; i++) {
		const mean = means[labels[i]];
		for (let d = 0; d < dimensions; d++) mean[d] += values[i * dimensions + d] / counts[labels[i]];
	}
	return means;
}

/** (1 − shrinkage) · residualsᵀ residuals · vector + sphere · vector, without ever forming the matrix. */
function covarianceTimes(
	residuals: Float64Array,
	count: number,
	dimensions: number,
	sphere: number,
	vector: Float64Array
): Float64Array {
	const out = vector.map((value) => value * sphere);
	for (let i = 0; i < count; i++) {
		const row = residuals.subarray(i * dimensions, (i + 1) * dimensions);
		const along = (1 - SHRINKAGE) * dot(row, vector);
		for (let d = 0; d < dimensions; d++) out[d] += along * row[d];
	}
	return out;
}

/** Conjugate gradients for a symmetric positive matrix given by its product (Hestenes & Stiefel 1952). */
function solve(times: (vector: Float64Array) => Float64Array, right: Float64Array): Float64Array {
	const solution = new Float64Array(right.length);
	const rest = Float64Array.from(right);
	let direction = Float64Array.from(right);
	let left = dot(rest, rest);
	const enough = left * PRECISION * PRECISION;
	for (let step = 0; step < MOST_STEPS && left > enough; step++) {
		const product = times(direction);
		const length = left / dot(direction, product);
		for (let d = 0; d < solution.length; d++) {
			solution[d] += length * direction[d];
			rest[d] -= length * product[d];
		}
		const next = dot(rest, rest);
		const previous = direction;
		direction = rest.map((value, d) => value + (next / left) * previous[d]);
		left = next;
	}
	return solution;
}

function dot(a: Float64Array, b: Float64Array): number {
	let [even, odd] = [0, 0];
	let i = 0;
	for (; i + 1 < a.length; i += 2) {
		even += a[i] * b[i];
		odd += a[i + 1] * b[i + 1];
	}
	if (i < a.length) even += a[i] * b[i];
	return even + odd;
}
