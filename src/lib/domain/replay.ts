/** A record's model run again on its photo: what it says now beside what is on record. */
import type { Frame, Part } from './site';
import { packOf, suggestedClass, type Suggestion } from './suggestion';

export type Spoken = Omit<Suggestion, 'id' | 'captureId'>;

/** A capture that a model had learned from. */
export interface Learned {
	captureId: string;
	class: string;
	/** SHA-256 of the photo. */
	photo: string;
	frame: Frame;
}

/** What a replay needs: all of it is on record. */
export interface Replayable {
	/** As it was when the model spoke. */
	part: Part;
	/** SHA-256 of the photo. */
	photo: string;
	frame: Frame;
	recorded: Spoken;
	/** Oldest first. */
	learned: readonly Learned[];
}

/** What is compared: first what the model says, then what it was when it said so. */
export const COMPARED = [
	'call',
	'probability',
	'plausible',
	'anomaly',
	'usability',
	'examples',
	'backbone',
	'preprocessing',
	'backend'
] as const;
export type Compared = (typeof COMPARED)[number];

/**
 * `same`: what a person would have seen is the same, number for number. `close`: only numbers differ. `different`: another call, other
 * classes that cannot be ruled out, or something else about the photo.
 */
export type ReplayVerdict = 'same' | 'close' | 'different';

export interface Comparison {
	verdict: ReplayVerdict;
	differs: ReadonlySet<Compared>;
}

/** Half of what the screens show of a probability. */
const PROBABILITY_STEP = 0.005;
/** Of the anomaly score: computing anew on another backend gives no more. */
const SCORE_STEP = 0.01;

const SPOKEN_DIFFERENT: readonly Compared[] = ['call', 'plausible', 'usability'];
const SPOKEN_CLOSE: readonly Compared[] = ['probability', 'anomaly'];

export function compareReplay(recorded: Spoken, now: Spoken): Comparison {
	const differs = new Set(COMPARED.filter((what) => !isSame(what, recorded, now)));
	const any = (some: readonly Compared[]) => some.some((what) => differs.has(what));
	return { verdict: any(SPOKEN_DIFFERENT) ? 'different' : any(SPOKEN_CLOSE) ? 'close' : 'same', differs };
}

function isSame(what: Compared, recorded: Spoken, now: Spoken): boolean {
	switch (what) {
		case 'call':
			return suggestedClass(recorded) === suggestedClass(now);
		case 'probability':
			return areProbabilitiesClose(recorded, now);
		case 'plausible':
			return areEqualSets(recorded.conformalSet, now.conformalSet);
		case 'anomaly':
			return isScoreClose(recorded.anomaly?.score ?? null, now.anomaly?.score ?? null);
		case 'usability':
			return areEqualSets(recorded.usability, now.usability);
		case 'examples':
			return (
				packOf(recorded)?.goodExamples === packOf(now)?.goodExamples &&
				packOf(recorded)?.defectExamples === packOf(now)?.defectExamples
			);
		case 'backbone':
			return packOf(recorded)?.backboneHash === packOf(now)?.backboneHash;
		case 'preprocessing':
			return packOf(recorded)?.preprocessing === packOf(now)?.preprocessing;
		case 'backend':
			return recorded.model?.backend === now.model?.backend;
	}
}

function areProbabilitiesClose({ candidates: one }: Spoken, { candidates: other }: Spoken): boolean {
	const others = new Map(other.map((candidate) => [candidate.class, candidate.probability]));
	return (
		one.length === other.length &&
		one.every((candidate) => {
			const probability = others.get(candidate.class);
			return probability !== undefined && Math.abs(probability - candidate.probability) <= PROBABILITY_STEP;
		})
	);
}

function isScoreClose(one: number | null, other: number | null): boolean {
	if (one === null || other === null) return one === other;
	return Math.abs(one - other) <= SCORE_STEP * Math.max(Math.abs(one), Math.abs(other));
}

function areEqualSets(one: readonly string[], other: readonly string[]): boolean {
	return one.length === other.length && one.every((value) => other.includes(value));
}
