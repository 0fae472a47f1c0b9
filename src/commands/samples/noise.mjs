// Chance that repeats itself: the same seed draws the same picture on every machine.

/** @typedef {() => number} Chance Gives a number from 0 up to 1 at each call. */

/** @returns {Chance} The generator "mulberry32", seeded with a text. */
export function chance(/** @type {string} */ seed) {
	let state = 0x9e3779b9;
	for (const character of seed) state = Math.imul(state ^ character.charCodeAt(0), 0x01000193) >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** A number between two others. */
export const between = (/** @type {Chance} */ next, /** @type {number} */ low, /** @type {number} */ high) =>
	low + next() * (high - low);

/** About normally distributed, mean 0, standard deviation 1 (sum of three uniform numbers). */
export const bell = (/** @type {Chance} */ next) => (next() + next() + next() - 1.5) * 2;

const smooth = (/** @type {number} */ t) => t * t * (3 - 2 * t);

/**
 * Value noise on a line: random heights every `step`, smoothly joined.
 *
 * @returns {(x: number) => number} from -1 to 1, for x from 0 to `length`
 */
export function lineNoise(/** @type {Chance} */ next, /** @type {number} */ length, /** @type {number} */ step) {
	const heights = Float32Array.from({ length: Math.ceil(length / step) + 3 }, () => next() * 2 - 1);
	return (x) => {
		const at = Math.max(0, x / step);
		const cell = Math.min(Math.floor(at), heights.length - 2);
		const t = smooth(Math.min(1, at - cell));
		return (heights[cell] ?? 0) * (1 - t) + (heights[cell + 1] ?? 0) * t;
	};
}

/**
 * Value noise on a plane.
 *
 * @returns {(x: number, y: number) => number} from -1 to 1
 */
export function planeNoise(
	/** @type {Chance} */ next,
	/** @type {number} */ width,
	/** @type {number} */ height,
	/** @type {number} */ step
) {
	const columns = Math.ceil(width / step) + 3;
	const rows = Math.ceil(height / step) + 3;
	const heights = Float32Array.from({ length: columns * rows }, () => next() * 2 - 1);
	return (x, y) => {
		const column = Math.min(Math.max(0, Math.floor(x / step)), columns - 2);
		const row = Math.min(Math.max(0, Math.floor(y / step)), rows - 2);
		const u = smooth(Math.min(1, Math.max(0, x / step - column)));
		const v = smooth(Math.min(1, Math.max(0, y / step - row)));
		const at = row * columns + column;
		const top = (heights[at] ?? 0) * (1 - u) + (heights[at + 1] ?? 0) * u;
		const bottom = (heights[at + columns] ?? 0) * (1 - u) + (heights[at + columns + 1] ?? 0) * u;
		return top * (1 - v) + bottom * v;
	};
}
