/** How sure the head must be that a part is good, so that at most a stated share of defects would pass unseen. */

/** A limit on the probability of `good`, and what it rests on. */
export interface AutoPassLimit {
	/** Parts pass whose probability of being good is greater. */
	probability: number;
	/** Verified defects it was computed from. */
	defects: number;
	/** Of those, how many would have passed. */
	passed: number;
}

/**
 * The lowest limit at which, with the given confidence, at most a share `alpha` of defects passes. How many of the
 * verified defects may pass follows from their number alone (Clopper & Pearson 1934), so the bound is exact as long as
 * the defects to come are like those verified: a new lot or lens breaks it.
 * @param defectScores probability of `good` that held-out verified defects were given
 * @returns null when there are too few: 299 for 1% at 95% confidence, 149 for 2%, 59 for 5%
 */
export function autoPassLimit(defectScores: number[], alpha: number, confidence: number): AutoPassLimit | null {
	const defects = defectScores.length;
	let passed = -1;
	while (passed + 1 < defects && missRateBound(passed + 1, defects, confidence) <= alpha) passed++;
	if (passed < 0) return null;
	const descending = [...defectScores].sort((a, b) => b - a);
	return { probability: descending[passed], defects, passed };
}

/** Upper Clopper-Pearson bound of a rate of which `missed` in `count` were seen. */
export function missRateBound(missed: number, count: number, confidence: number): number {
	if (missed >= count) return 1;
	let low = 0;
	let high = 1;
	for (let step = 0; step < 50; step++) {
		const rate = (low + high) / 2;
		if (binomialTail(missed, count, rate) > 1 - confidence) low = rate;
		else high = rate;
	}
	return high;
}

/** Probability of at most `most` in `count` at a rate. */
function binomialTail(most: number, count: number, rate: number): number {
	let term = count * Math.log1p(-rate);
	let sum = Math.exp(term);
	for (let k = 1; k <= most; k++) {
		term += Math.log((count - k + 1) / k) + Math.log(rate) - Math.log1p(-rate);
		sum += Math.exp(term);
	}
	return sum;
}
