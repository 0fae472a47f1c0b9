/** What to look at first: the check whose answer is expected to tell the first causes apart best. */
import type { Cause } from '$lib/domain/fault/catalogue';
import type { TellingCheck } from '$lib/domain/fault/causes';

/** Only causes that somebody would still consider. */
const MOST_CAUSES = 5;
const LEAST_PROBABILITY = 0.02;
/** How surely a check shows what the catalogue says. */
const RELIABILITY = 0.9;
/** What a cause shows on a check that the catalogue does not give it: most likely nothing of what the others show. */
const SHOWS_NOTHING = 0.7;
/** Below this the answer would hardly change anything, in bits. */
const LEAST_GAIN = 0.05;

export interface Considered {
	cause: Cause;
	probability: number;
}

/**
 * Expected information gain (Lindley 1956) of each check of the first causes; one check is one name, whichever causes have it. Of two
 * that tell as much the quicker one. Null when no check would tell them apart.
 */
export function tellingCheck(ranked: readonly Considered[]): TellingCheck | null {
	const first = ranked.slice(0, MOST_CAUSES).filter(({ probability }) => probability >= LEAST_PROBABILITY);
	if (first.length < 2) return null;
	const total = first.reduce((sum, { probability }) => sum + probability, 0);
	const prior = first.map(({ probability }) => probability / total);
	const checks = first.flatMap(({ cause }) => cause.checks.map((check) => ({ ...check, causeId: cause.id })));
	const told = [...Map.groupBy(checks, ({ name }) => name.toLowerCase()).values()].map((same) => {
		const shown = first.map(({ cause }) => same.find(({ causeId }) => causeId === cause.id)?.shows ?? null);
		return { same, gainBits: expectedGain(prior, shown), minutes: Math.min(...same.map(({ minutes }) => minutes)) };
	});
	const [best] = told.sort((a, b) => b.gainBits - a.gainBits || a.minutes - b.minutes);
	const [check] = best?.same ?? [];
	if (!best || !check || best.gainBits < LEAST_GAIN) return null;
	return {
		checkId: check.id,
		name: check.name,
		shows: best.same.map(({ causeId, shows }) => ({ causeId, shows })),
		gainBits: best.gainBits
	};
}

/** @param shown what each cause shows, null where the catalogue does not say */
function expectedGain(prior: readonly number[], shown: readonly (string | null)[]): number {
	const answers = [...new Set(shown.flatMap((text) => (text === null ? [] : [text.toLowerCase()])))];
	const likelihoods = shown.map((text) => answerShares(text, answers));
	let after = 0;
	for (let answer = 0; answer <= answers.length; answer++) {
		const joint = prior.map((probability, k) => probability * (likelihoods[k]?.[answer] ?? 0));
		const share = joint.reduce((sum, value) => sum + value, 0);
		if (share > 0) after += share * entropyBits(joint.map((value) => value / share));
	}
	return Math.max(0, entropyBits(prior) - after);
}

/** How probable each answer is where it is this cause; the last answer is "none of these". */
function answerShares(text: string | null, answers: readonly string[]): number[] {
	if (text === null) return [...answers.map(() => (1 - SHOWS_NOTHING) / answers.length), SHOWS_NOTHING];
	const wrong = (1 - RELIABILITY) / answers.length;
	return [...answers.map((answer) => (answer === text.toLowerCase() ? RELIABILITY : wrong)), wrong];
}

function entropyBits(shares: readonly number[]): number {
	return shares.reduce((sum, share) => (share > 0 ? sum - share * Math.log2(share) : sum), 0);
}
