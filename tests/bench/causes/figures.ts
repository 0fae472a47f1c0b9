/** What the rankings of a model are worth: how often the true cause comes early, and whether the probabilities hold. */
import { percent } from '../vision/measures';

/** A ranking, and what it was. */
export interface Told {
	truth: string;
	/** Most probable first. */
	said: readonly { causeId: string; probability: number }[];
}

export interface Figures {
	cases: number;
	/** Percent of the cases whose cause came first, among the first two, among the first three. */
	top1: number | null;
	top2: number | null;
	top3: number | null;
	/** Expected calibration error of the first cause's probability, 0 … 1. */
	calibrationError: number;
}

export function figuresOf(told: readonly Told[]): Figures {
	return {
		cases: told.length,
		top1: topShare(told, 1),
		top2: topShare(told, 2),
		top3: topShare(told, 3),
		calibrationError: Math.round(calibrationError(told) * 1000) / 1000
	};
}

/** Percent with one decimal. */
export function topShare(told: readonly Told[], first: number): number | null {
	const right = told.filter(({ truth, said }) => said.slice(0, first).some(({ causeId }) => causeId === truth));
	return told.length === 0 ? null : percent(right.length / told.length);
}

const BINS = 10;

/** Ten bins of equal width (Naeini et al. 2015): the mean distance of what was said from what came true, by the number of cases. */
function calibrationError(told: readonly Told[]): number {
	const bins = Array.from({ length: BINS }, () => ({ said: 0, true: 0 }));
	for (const { truth, said } of told) {
		const [first] = said;
		if (!first) continue;
		const bin = bins[Math.min(BINS - 1, Math.floor(first.probability * BINS))];
		bin.said += first.probability;
		bin.true += first.causeId === truth ? 1 : 0;
	}
	return bins.reduce((sum, bin) => sum + Math.abs(bin.said - bin.true), 0) / Math.max(1, told.length);
}
