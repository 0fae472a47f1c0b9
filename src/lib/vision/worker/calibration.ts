/** Probabilities that mean what they say: temperature scaling, and sets of classes that cannot be ruled out. */
import { softmax } from './logistic-regression';
import { quantile } from './vectors';

/** How often the set is to contain the true class. */
export const COVERAGE = 0.9;
/** Examples needed before a set can be stated at all: with fewer, the quantile of the scores does not exist. */
const LEAST_EXAMPLES = Math.ceil(1 / (1 - COVERAGE)) - 1;

/** What a model that had not seen a capture said of it. */
export interface HeldOut {
	scores: Float64Array;
	label: number;
}

export interface Calibration {
	temperature: number;
	/** For each class, the greatest `1 − probability` at which it stays in the set; null where nothing can be said. */
	limits: number[] | null;
}

/** What is held of the temperature before anything was held out. */
export interface Expectation {
	temperature: number;
	/** How hard it is to move, as log-likelihood at e times the temperature. */
	weight: number;
}

const NOTHING_EXPECTED: Expectation = { temperature: 1, weight: 0 };

/**
 * Temperature by least negative log-likelihood, and class-conditional split-conformal limits (Vovk 2012; Sadinle, Lei &
 * Wasserman 2019), both from held-out scores. A class with fewer than 9 examples borrows the limit of all classes
 * together: for such a class the coverage holds on average over classes, not for the class by itself.
 */
export function calibrate(
	heldOut: readonly HeldOut[],
	classes: number,
	expected: Expectation = NOTHING_EXPECTED
): Calibration {
	const temperature = fitTemperature(heldOut, expected);
	if (heldOut.length < LEAST_EXAMPLES) return { temperature, limits: null };
	const misfits: number[][] = Array.from({ length: classes }, () => []);
	for (const { scores, label } of heldOut) misfits[label].push(1 - softmax(scores, temperature)[label]);
	const shared = conformalLimit(misfits.flat());
	const limits = misfits.map((own) => (own.length >= LEAST_EXAMPLES ? conformalLimit(own) : shared));
	return { temperature, limits };
}

/** Indices of the classes that cannot be ruled out; the most probable one always stays. */
export function conformalSet(probabilities: Float64Array, limits: number[]): number[] {
	const most = probabilities.indexOf(probabilities.reduce((a, b) => Math.max(a, b), 0));
	return limits.flatMap((limit, index) => (index === most || 1 - probabilities[index] <= limit ? [index] : []));
}

function conformalLimit(misfits: number[]): number {
	return quantile(misfits, Math.min(1, ((misfits.length + 1) * COVERAGE) / misfits.length));
}

/** Golden-section search over log T between 1/20 and 20; what was expected while there is nothing to learn it from. */
function fitTemperature(heldOut: readonly HeldOut[], expected: Expectation): number {
	if (heldOut.length === 0) return expected.temperature;
	const loss = (log: number): number =>
		heldOut.reduce(
			(sum, { scores, label }) => sum - Math.log(Math.max(1e-12, softmax(scores, Math.exp(log))[label])),
			expected.weight * (log - Math.log(expected.temperature)) ** 2
		);
	const ratio = (Math.sqrt(5) - 1) / 2;
	let low = Math.log(1 / 20);
	let high = Math.log(20);
	while (high - low > 1e-3) {
		const left = high - ratio * (high - low);
		const right = low + ratio * (high - low);
		if (loss(left) < loss(right)) high = right;
		else low = left;
	}
	return Math.exp((low + high) / 2);
}
