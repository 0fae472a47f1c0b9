/** The way down to the weights that fit best: L-BFGS (Liu & Nocedal 1989), one step at a time. */

/** Writes the slope at `weights` into `gradient` and returns the loss there. */
export type Objective = (weights: Float64Array, gradient: Float64Array) => number;

export interface DescentOptions {
	maxIterations: number;
	/** Ends when a step lowers the loss by less than this part of it. */
	leastGain?: number;
}

const MEMORY = 8;
const TOLERANCE = 1e-4;

/** Yields after every look at the loss, so that whoever shares the thread can do something in between; returns the weights it came to. */
export function* descend(
	objective: Objective,
	start: Float64Array<ArrayBuffer>,
	{ maxIterations, leastGain = 1e-7 }: DescentOptions
): Generator<void, Float64Array<ArrayBuffer>> {
	let weights = start;
	let gradient = new Float64Array(start.length);
	let loss = objective(weights, gradient);
	const steps: { move: Float64Array; change: Float64Array; curvature: number }[] = [];
	for (let iteration = 0; iteration < maxIterations && norm(gradient) > TOLERANCE; iteration++) {
		const direction = descentDirection(gradient, steps);
		const slope = dot(direction, gradient);
		let length = steps.length === 0 ? 1 / Math.max(1, norm(gradient)) : 1;
		let improved = false;
		for (let attempt = 0; attempt < 20 && !improved; attempt++, length /= 2) {
			const candidate = weights.map((weight, i) => weight + length * direction[i]);
			const candidateGradient = new Float64Array(start.length);
			const candidateLoss = objective(candidate, candidateGradient);
			yield;
			if (candidateLoss > loss + 1e-4 * length * slope) continue;
			const move = direction.map((value) => value * length);
			const change = candidateGradient.map((value, i) => value - gradient[i]);
			const curvature = dot(move, change);
			if (curvature > 1e-12) steps.push({ move, change, curvature });
			if (steps.length > MEMORY) steps.shift();
			improved = loss - candidateLoss > leastGain * Math.max(1, Math.abs(loss)) || norm(candidateGradient) < TOLERANCE;
			weights = candidate;
			gradient = candidateGradient;
			loss = candidateLoss;
			if (!improved) return weights;
		}
		if (!improved) break;
	}
	return weights;
}

/** Two-loop recursion: minus the inverse Hessian, as the last steps suggest it, times the gradient. */
function descentDirection(
	gradient: Float64Array,
	steps: { move: Float64Array; change: Float64Array; curvature: number }[]
): Float64Array {
	const direction = gradient.map((value) => -value);
	const alphas: number[] = [];
	for (const { move, change, curvature } of [...steps].reverse()) {
		const alpha = dot(move, direction) / curvature;
		alphas.push(alpha);
		for (let i = 0; i < direction.length; i++) direction[i] -= alpha * change[i];
	}
	const last = steps.at(-1);
	if (last !== undefined) {
		const scale = last.curvature / dot(last.change, last.change);
		for (let i = 0; i < direction.length; i++) direction[i] *= scale;
	}
	for (const { move, change, curvature } of steps) {
		const beta = dot(change, direction) / curvature;
		const alpha = alphas.pop() ?? 0;
		for (let i = 0; i < direction.length; i++) direction[i] += (alpha - beta) * move[i];
	}
	return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
	return sum;
}

function norm(a: Float64Array): number {
	return Math.sqrt(dot(a, a));
}
