/** Scores shared out as probabilities that leave room for what nobody has listed. */
import { softmax } from '../logistic-regression';
import type { Row } from './design';
import type { Weights } from './fit';

/** Spread evenly over the causes that are possible: no evidence makes one certain, or rules one out. */
const NEVER_RULED_OUT = 0.002;
/** How often it is none of the list is held to be before anything was confirmed: 1 in 20. */
const UNLISTED_BEFORE = { of: 20, unlisted: 1 };

/** The scores of one case, `[causes]`: so few columns are filled that asking TensorFlow.js would take longer. */
export function scoresOf(row: Row, weights: Weights, possible: Float64Array): Float64Array {
	const scores = Float64Array.from(possible);
	row.columns.forEach((column, j) => {
		const value = row.values[j];
		const from = column * scores.length;
		for (let k = 0; k < scores.length; k++) scores[k] += weights[from + k] * value;
	});
	return scores;
}

/** Probability that it is none of the causes in the list, from how often that was so. */
export function unlistedShare(cases: number, unlisted: number): number {
	return (unlisted + UNLISTED_BEFORE.unlisted) / (cases + UNLISTED_BEFORE.of);
}

/**
 * Probabilities of the causes, which with `notInList` add up to 1; 0 only for those that this kind of asset cannot have (score −Infinity).
 * @param temperature above 1 where the scores are surer than they turned out to be
 */
export function shareOut(scores: Float64Array, temperature: number, notInList: number): Float64Array {
	const possible = scores.reduce((count, score) => (score > -Infinity ? count + 1 : count), 0);
	if (possible === 0) return new Float64Array(scores.length);
	return softmax(scores, temperature).map((probability, k) =>
		scores[k] > -Infinity ? (1 - notInList) * ((1 - NEVER_RULED_OUT) * probability + NEVER_RULED_OUT / possible) : 0
	);
}
