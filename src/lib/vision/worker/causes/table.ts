/** What the site's cause–symptom table says before anything has been confirmed, as the weights of naive Bayes. */
import type { FaultCatalogue } from '$lib/domain/fault/catalogue';

/** How often a cause shows a sign that the table does not give it. */
const UNLISTED_SHARE = 0.05;
/** A sign that nobody reported is weak evidence that it was not there: people name two or three of what they see. */
const TRUST_IN_ABSENCE = 0.3;
const CERTAIN = 0.98;

export interface TableWeights {
	/** Log odds that each cause starts with, in the order of the catalogue's causes. */
	start: Float64Array;
	/** By sign, the log odds that each cause gains by it. */
	signs: ReadonlyMap<string, Float64Array>;
}

/**
 * Naive Bayes is linear in its signs: a present sign adds `log(share / usual share)`, an absent one a part of the same for the
 * complement, which is moved to the start so that only present signs need be looked at. An FMEA's occurrence counts as a rate.
 */
export function weighTable({ causes, signs }: FaultCatalogue): TableWeights {
	const index = new Map(causes.map(({ id }, k) => [id, k]));
	const start = Float64Array.from(causes, ({ occurrence }) => Math.log(occurrence));
	const total = causes.reduce((sum, { occurrence }) => sum + occurrence, 0);
	const bySign = Map.groupBy(signs, ({ sign }) => sign);
	const weights = new Map<string, Float64Array>();
	for (const [sign, given] of bySign) {
		const shares = new Float64Array(causes.length).fill(UNLISTED_SHARE);
		for (const { causeId, share } of given) {
			const k = index.get(causeId);
			if (k !== undefined) shares[k] = Math.min(CERTAIN, Math.max(1 - CERTAIN, share));
		}
		const usual = causes.reduce((sum, { occurrence }, k) => sum + (occurrence * shares[k]) / total, 0);
		const absent = shares.map((share) => TRUST_IN_ABSENCE * Math.log((1 - share) / (1 - usual)));
		weights.set(
			sign,
			shares.map((share, k) => Math.log(share / usual) - absent[k])
		);
		absent.forEach((value, k) => (start[k] += value));
	}
	return { start, signs: weights };
}

/** The table in the columns of a design, `[columns, causes]`: 0 in a column that it says nothing of, and the start in the last one. */
export function tableIn({ start, signs }: TableWeights, columns: readonly string[]): Float64Array<ArrayBuffer> {
	const weights = new Float64Array(columns.length * start.length);
	columns.forEach((column, index) => {
		const own = index === columns.length - 1 ? start : signs.get(column);
		if (own) weights.set(own, index * start.length);
	});
	return weights;
}
