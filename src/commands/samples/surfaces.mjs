// What good parts look like: one function for each kind of surface.
import { between, lineNoise, planeNoise } from './noise.mjs';
import { HEIGHT, Picture, WIDTH } from './picture.mjs';

/** @typedef {import('./noise.mjs').Chance} Chance */
/** @typedef {(next: Chance) => Picture} Surface */

/**
 * The bench under the part: dark, a little uneven.
 *
 * @param {Chance} next
 * @param {{ marginX: number, marginY: number, covers?: (x: number, y: number) => boolean }} part
 */
function layOnBench(next, { marginX, marginY, covers }) {
	const box = { left: marginX, top: marginY, right: WIDTH - marginX, bottom: HEIGHT - marginY };
	const picture = new Picture(box, covers);
	const cloth = planeNoise(next, WIDTH, HEIGHT, 90);
	picture.shade({ left: 0, top: 0, right: WIDTH, bottom: HEIGHT }, (_, x, y) => 20 + 5 * cloth(x, y));
	return picture;
}

/** Noise on a line, looked up by whole px: cheap enough to ask at every pixel. */
function marksOf(
	/** @type {Chance} */ next,
	/** @type {number} */ length,
	/** @type {[number, number][]} */ stepsAndWeights
) {
	const octaves = stepsAndWeights.map(([step, weight]) => ({ noise: lineNoise(next, length, step), weight }));
	const table = Float32Array.from({ length }, (_, at) =>
		octaves.reduce((sum, it) => sum + it.weight * it.noise(at), 0)
	);
	return (/** @type {number} */ at) => table[Math.min(length - 1, Math.max(0, Math.round(at)))] ?? 0;
}

/** Darkens towards the edges of the part over `width` px, as a bevel does. */
function bevel(/** @type {Picture} */ picture, /** @type {number} */ width) {
	const { left, top, right, bottom } = picture.box;
	picture.shade(picture.box, (light, x, y) => {
		const inside = Math.min(x - left, y - top, right - x, bottom - y);
		return inside >= width ? light : light * (0.45 + (0.55 * Math.max(0, inside)) / width);
	});
}

/** Ground ceramic, slightly curved: grinding marks run from top to bottom, the light falls along a band. @type {Surface} */
export function groundTile(next) {
	const picture = layOnBench(next, { marginX: between(next, 4, 14), marginY: between(next, 3, 10) });
	const { left, right, top, bottom } = picture.box;
	const base = between(next, 74, 96);
	const middle = between(next, 0.38, 0.62);
	const fall = between(next, 0.75, 1.1);
	const marks = marksOf(next, WIDTH, [
		[3, 5],
		[11, 5],
		[60, 6]
	]);
	const along = planeNoise(next, WIDTH, HEIGHT, 150);
	const grain = planeNoise(next, WIDTH, HEIGHT, 2.5);
	const clouds = planeNoise(next, WIDTH, HEIGHT, 170);
	const gleam = planeNoise(next, WIDTH, HEIGHT, 120);
	const lean = between(next, -0.03, 0.03);
	picture.shade(picture.box, (_, x, y) => {
		const band = 1 - fall * ((x - left) / (right - left) - middle) ** 2;
		const mark = marks(x + lean * (y - top));
		const shine = Math.max(0, gleam(x, y) - 0.25) * Math.max(0, mark) * 2.2;
		const down = (y - top) / (bottom - top);
		return base * band + mark * (0.75 + 0.45 * along(x, y)) + 5 * clouds(x, y) + 3 * grain(x, y) + shine - 5 * down;
	});
	bevel(picture, 5);
	return picture;
}

/** Shot-blasted casting: even grain without direction. */
function castGrain(/** @type {Chance} */ next) {
	const base = between(next, 108, 122);
	const pebbles = planeNoise(next, WIDTH, HEIGHT, 5);
	const fine = planeNoise(next, WIDTH, HEIGHT, 2.2);
	const [lx, ly] = [between(next, 0.3, 0.7), between(next, 0.25, 0.6)];
	return (/** @type {number} */ x, /** @type {number} */ y) =>
		(base + 10 * pebbles(x, y) + 8 * fine(x, y)) * (1 - 0.4 * ((x / WIDTH - lx) ** 2 + (y / HEIGHT - ly) ** 2));
}

/** A round hole: its wall catches light on one side, its depth is dark. */
function bore(
	/** @type {Picture} */ picture,
	/** @type {{ x: number, y: number, radius: number }} */ { x: cx, y: cy, radius },
	/** @type {number} */ light
) {
	const box = { left: cx - radius, top: cy - radius, right: cx + radius, bottom: cy + radius };
	picture.shade(box, (before, x, y) => {
		const distance = Math.hypot(x - cx, y - cy) / radius;
		if (distance >= 1) return before;
		const wall = Math.max(0, distance - 0.72) / 0.28;
		return 16 + wall * (46 + 34 * Math.cos(Math.atan2(y - cy, x - cx) - light));
	});
}

/**
 * A milled face with holes: the arcs of the cutter lie side by side.
 *
 * @param {Chance} next
 * @param {{ marginX: number, marginY: number, sweep: number, holes: { x: number, y: number, radius: number }[] }} face holes
 *   from the middle of the picture, `sweep` how far to the left the cutter's centre lies, in px
 */
function milled(next, { marginX, marginY, sweep, holes }) {
	const [cx, cy] = [WIDTH / 2 + between(next, -5, 5), HEIGHT / 2 + between(next, -4, 4)];
	const placed = holes.map(({ x, y, radius }) => ({ x: cx + x, y: cy + y, radius }));
	const covers = (/** @type {number} */ x, /** @type {number} */ y) =>
		placed.every((hole) => Math.hypot(x - hole.x, y - hole.y) > hole.radius);
	const picture = layOnBench(next, { marginX, marginY, covers });
	const base = between(next, 142, 158);
	const arcs = marksOf(next, 1600, [
		[4, 6],
		[16, 7]
	]);
	const grain = planeNoise(next, WIDTH, HEIGHT, 2.5);
	const clouds = planeNoise(next, WIDTH, HEIGHT, 200);
	const away = sweep + between(next, -25, 25);
	picture.shade(
		picture.box,
		(_, x, y) => base + arcs(Math.hypot(x + away, y - 240)) + 8 * clouds(x, y) + 3 * grain(x, y)
	);
	bevel(picture, 6);
	const light = between(next, 0, 2 * Math.PI);
	for (const hole of placed) bore(picture, hole, light);
	return picture;
}

const corners = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ radius) =>
	[-1, 1].flatMap((sx) => [-1, 1].map((sy) => ({ x: sx * x, y: sy * y, radius })));

/** The front of a housing plate. @type {Surface} */
export const plateFront = (next) =>
	milled(next, { marginX: 34, marginY: 30, sweep: 240, holes: corners(244, 168, 19) });

/** Its back, where the cutter went the other way. @type {Surface} */
export const plateBack = (next) => milled(next, { marginX: 34, marginY: 30, sweep: 900, holes: corners(244, 168, 14) });

/** The sealing face of a pump body, with its bore and bolt holes. @type {Surface} */
export const flange = (next) =>
	milled(next, {
		marginX: 62,
		marginY: 46,
		sweep: 440,
		holes: [{ x: 0, y: 0, radius: 92 }, ...corners(190, 136, 17)]
	});

/** Straight into a cast bore: the wall lies in rings around the dark end. @type {Surface} */
export function inletBore(next) {
	const centre = { x: WIDTH / 2 + between(next, -5, 5), y: HEIGHT / 2 + between(next, -4, 4) };
	const [inner, outer] = [58, 168];
	const away = (/** @type {number} */ x, /** @type {number} */ y) => Math.hypot(x - centre.x, y - centre.y);
	const covers = (/** @type {number} */ x, /** @type {number} */ y) => away(x, y) > inner + 4 && away(x, y) < outer - 2;
	const picture = layOnBench(next, { marginX: 0, marginY: 0, covers });
	const face = castGrain(next);
	const wall = castGrain(next);
	const light = between(next, 0, 2 * Math.PI);
	picture.shade(picture.box, (_, x, y) => {
		const radius = away(x, y);
		if (radius >= outer) return face(x, y);
		if (radius <= inner) return 14;
		const depth = (radius - inner) / (outer - inner);
		const side = 1 + 0.3 * Math.cos(Math.atan2(y - centre.y, x - centre.x) - light);
		return wall(x, y) * (0.3 + 0.62 * depth) * side;
	});
	return picture;
}

/** The outside wall of a casting. @type {Surface} */
export function castWall(next) {
	const picture = layOnBench(next, { marginX: 18, marginY: 14 });
	const grain = castGrain(next);
	const clouds = planeNoise(next, WIDTH, HEIGHT, 160);
	picture.shade(picture.box, (_, x, y) => grain(x, y) + 6 * clouds(x, y));
	bevel(picture, 12);
	return picture;
}
