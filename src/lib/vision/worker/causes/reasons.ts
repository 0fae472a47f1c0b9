/** Why a cause stands where it stands: what each sign adds to its log odds against the other causes. */
import type { Reason } from '$lib/domain/fault/causes';
import { START, type Row } from './design';
import type { Weights } from './fit';

const MOST_REASONS = 8;
/** A factor of 1.1 on the odds. */
const LEAST_WEIGHT = 0.1;

/**
 * What speaks for and against one cause, the weightiest first. The others count by their probability: against a cause that is out
 * of the question nothing needs to be said.
 * @param probabilities of all causes, `[causes]`
 */
export function reasonsFor(
	cause: number,
	row: Row,
	weights: Weights,
	probabilities: Float64Array,
	temperature: number
): Reason[] {
	const causes = probabilities.length;
	const others = probabilities.reduce((sum, probability, k) => (k === cause ? sum : sum + probability), 0);
	if (others === 0) return [];
	const bySign = new Map<string, number>();
	row.columns.forEach((column, j) => {
		const sign = row.signs[j];
		if (sign === START) return;
		let usual = 0;
		for (let k = 0; k < causes; k++) {
			if (k !== cause) usual += (probabilities[k] / others) * weights[column * causes + k];
		}
		const added = (row.values[j] * (weights[column * causes + cause] - usual)) / temperature;
		bySign.set(sign, (bySign.get(sign) ?? 0) + added);
	});
	return [...bySign]
		.map(([sign, weight]) => ({ sign, weight }))
		.filter(({ weight }) => Math.abs(weight) >= LEAST_WEIGHT)
		.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
		.slice(0, MOST_REASONS);
}
