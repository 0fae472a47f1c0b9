/** Which confirmed cases a report resembles, and whether it resembles any. */
import type { FaultFacts } from '$lib/domain/fault/causes';
import { quantile } from '../vectors';
import { signsOf } from './signs';

/** Below this many cases "unlike everything seen" says nothing. */
const LEAST_CASES = 8;
/** The newest cases tell how far apart known ones lie: more would change little and take longer. */
const MEASURED = 150;
/** Between cases that are told in the same words there is no gap; below this a difference is none. */
const LEAST_SPREAD = 0.1;

interface Kept {
	reportId: string;
	causeId: string;
	facts: FaultFacts;
}

export interface Alike {
	reportId: string;
	causeId: string;
	/** Cosine of the signs, rare ones weighing more, 0 … 1. */
	similarity: number;
}

export class SimilarCases {
	readonly #rarity: ReadonlyMap<string, number>;
	readonly #kept: (Omit<Kept, 'facts'> & { vector: ReadonlyMap<string, number> })[];
	readonly #usual: { median: number; high: number } | null;

	constructor(cases: readonly Kept[]) {
		const seen = new Map<string, number>();
		for (const { facts } of cases) {
			for (const { column } of signsOf(facts)) seen.set(column, (seen.get(column) ?? 0) + 1);
		}
		this.#rarity = new Map([...seen].map(([column, count]) => [column, Math.log((cases.length + 1) / count)]));
		this.#kept = cases.map(({ reportId, causeId, facts }) => ({ reportId, causeId, vector: this.#vectorOf(facts) }));
		this.#usual = cases.length < LEAST_CASES ? null : measureGaps(this.#kept.slice(-MEASURED));
	}

	/** All cases with anything in common, the most alike first; of equals the newest. */
	to(facts: FaultFacts): Alike[] {
		const vector = this.#vectorOf(facts);
		return this.#kept
			.map(({ reportId, causeId, vector: other }) => ({ reportId, causeId, similarity: cosine(vector, other) }))
			.reverse()
			.filter(({ similarity }) => similarity > 0)
			.sort((a, b) => b.similarity - a.similarity);
	}

	/**
	 * 0: as near to a known case as half of the known ones are to each other. 0.5: as far as the most isolated twentieth. 1: twice as
	 * far beyond. Null while there are too few to compare.
	 */
	novelty(nearest: number): number | null {
		if (!this.#usual) return null;
		const { median, high } = this.#usual;
		return Math.min(1, Math.max(0, (0.5 * (1 - nearest - median)) / Math.max(LEAST_SPREAD, high - median)));
	}

	/** Of length 1. A sign never seen before is as rare as can be, and makes a report less like any. */
	#vectorOf(facts: FaultFacts): ReadonlyMap<string, number> {
		const unseen = Math.log(this.#rarity.size + 2);
		const weighed = signsOf(facts).map(
			({ column, value }) => [column, value * (this.#rarity.get(column) ?? unseen)] as const
		);
		const length = Math.hypot(...weighed.map(([, value]) => value)) || 1;
		return new Map(weighed.map(([column, value]) => [column, value / length]));
	}
}

function cosine(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
	let sum = 0;
	for (const [column, value] of a) sum += value * (b.get(column) ?? 0);
	return Math.min(1, Math.max(0, sum));
}

/** How far each case is from the nearest other one. */
function measureGaps(kept: readonly { vector: ReadonlyMap<string, number> }[]): { median: number; high: number } {
	const gaps = kept.map((one) =>
		kept.reduce((gap, other) => (other === one ? gap : Math.min(gap, 1 - cosine(one.vector, other.vector))), 1)
	);
	return { median: quantile(gaps, 0.5), high: quantile(gaps, 0.95) };
}
