/** Which seeded check is due, if any. Apart from the check itself: tablets load it after the first part was found. */
import { drawOf } from './draw';
import type { SeedDocument } from './seeded-check';

/** Nobody is shown the same seed again before this has passed, in ms. */
export const SEED_AGAIN_AFTER_MS = 90 * 24 * 3_600_000;

export interface Occasion {
	personId: string;
	/** The person's last decision. */
	decisionId: string;
	/** The part at hand; null where any will do. */
	partId: string | null;
	/** One seed in so many decisions, on average; 0 for none. */
	every: number;
	/** Ms since 1970. */
	now: number;
}

/**
 * The seeds of which one is due after a decision, in the order in which they are drawn; empty for most decisions. Drawn by the decision's id:
 * nobody can foresee it, and whoever leaves and comes back finds the same.
 */
export function dueSeeds<S extends SeedDocument>(
	seeds: readonly S[],
	{ personId, decisionId, partId, every, now }: Occasion
): S[] {
	if (every === 0 || drawOf(`seed ${decisionId}`) >= 1 / every) return [];
	const possible = seeds.filter(
		(seed) =>
			seed.active &&
			(partId === null || seed.partId === partId) &&
			!seed.decidedBy.includes(personId) &&
			!seed.answeredBy.some(
				(answer) => answer.personId === personId && now - Date.parse(answer.at) < SEED_AGAIN_AFTER_MS
			)
	);
	return possible
		.map((seed) => ({ seed, order: drawOf(`${decisionId} ${seed.id}`) }))
		.sort((one, other) => one.order - other.order)
		.map(({ seed }) => seed);
}
