/** Figures of merit, and chance with a fixed seed. */

/** Probability that a positive scores higher than a negative, ties counting half; null when either is missing. */
export function auroc(positives: number[], negatives: number[]): number | null {
	if (positives.length === 0 || negatives.length === 0) return null;
	const sorted = [...negatives].sort((a, b) => a - b);
	let wins = 0;
	for (const score of positives) {
		const below = firstNotBelow(sorted, score);
		let equal = below;
		while (equal < sorted.length && sorted[equal] === score) equal++;
		wins += below + (equal - below) / 2;
	}
	return wins / (positives.length * negatives.length);
}

function firstNotBelow(sorted: number[], value: number): number {
	let low = 0;
	let high = sorted.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (sorted[middle] < value) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** Mean over the true classes of the share told right. */
export function balancedAccuracy(told: { truth: string; said: string }[]): number {
	const byClass = new Map<string, { right: number; all: number }>();
	for (const { truth, said } of told) {
		const count = byClass.get(truth) ?? { right: 0, all: 0 };
		count.all++;
		if (said === truth) count.right++;
		byClass.set(truth, count);
	}
	return mean([...byClass.values()].map(({ right, all }) => right / all));
}

export function mean(values: number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The value that a share `fraction` of all values does not exceed. */
export function percentile(values: number[], fraction: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(fraction * sorted.length) - 1))];
}

/** A copy in random order, the same for the same seed (Fisher-Yates over mulberry32). */
export function shuffled<T>(values: readonly T[], seed: number): T[] {
	const out = [...values];
	let state = seed;
	for (let i = out.length - 1; i > 0; i--) {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		const j = Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * (i + 1));
		[out[i], out[j]] = [out[j], out[i]];
	}
	return out;
}

/** As printed: percent with one decimal. */
export function percent(fraction: number | null): number | null {
	return fraction === null ? null : Math.round(fraction * 1000) / 10;
}
