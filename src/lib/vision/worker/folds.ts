/** Which captures are left out together when a head is checked on captures it has not seen. */
import { dot, normalise } from './vectors';

/** Cosine of scaled features from which two captures count as photos of one part: nine in ten such pairs of the tiles reach it. */
const SAME_PART = 0.65;
/** In no fold: always learned from. */
const NEVER_LEFT_OUT = -2;

interface Member {
	/** Scaled features. */
	features: Float32Array;
	label: number;
}

/**
 * Spreads each class over the folds, alike captures together: several photos of one part on both sides would make the
 * head look surer than it is on the next part. A class with one capture is never left out; one whose captures are all
 * alike is spread evenly.
 */
export function assignFolds(members: Member[], classes: number, folds: number): number[] {
	const vectors = members.map(({ features }) => {
		const vector = Float32Array.from(features);
		normalise(vector, 0, vector.length);
		return vector;
	});
	const out = members.map(() => NEVER_LEFT_OUT);
	for (let label = 0; label < classes; label++) {
		const own = members.flatMap((member, index) => (member.label === label ? [index] : []));
		if (own.length < 2) continue;
		const leaders: number[] = [];
		const parts = own.map((index) => {
			const vector = vectors[index];
			const alike = leaders.findIndex((leader) => dot(vector, 0, vectors[leader], 0, vector.length) > SAME_PART);
			return alike >= 0 ? alike : leaders.push(index) - 1;
		});
		own.forEach((index, i) => (out[index] = (leaders.length < 2 ? i : parts[i]) % folds));
	}
	return out;
}
