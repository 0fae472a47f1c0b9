// What can be wrong with a surface: each function draws one defect of its class into a picture.
import { between, lineNoise, planeNoise } from './noise.mjs';
import { HEIGHT, WIDTH } from './picture.mjs';

/** @typedef {import('./noise.mjs').Chance} Chance */
/** @typedef {import('./picture.mjs').Picture} Picture */
/** @typedef {(picture: Picture, next: Chance) => void} Defect */

/** A point on one of the four edges. */
function onEdge(/** @type {Picture} */ { box }, /** @type {Chance} */ next) {
	const along = between(next, 0.15, 0.85);
	const x = box.left + along * (box.right - box.left);
	const y = box.top + along * (box.bottom - box.top);
	const edges = [
		{ x, y: box.top },
		{ x, y: box.bottom },
		{ x: box.left, y },
		{ x: box.right, y }
	];
	return edges[Math.floor(next() * edges.length)] ?? { x, y: box.top };
}

/**
 * An irregular blob: calls `paint` for its pixels with how far inside they are (1 at the centre, 0 at the rim).
 *
 * @param {Picture} picture
 * @param {Chance} next
 * @param {{ x: number, y: number, rx: number, ry: number, rough: number }} shape
 * @param {(light: number, inside: number, x: number, y: number) => number} paint
 */
function blob(picture, next, { x: cx, y: cy, rx, ry, rough }, paint) {
	const wobble = planeNoise(next, WIDTH, HEIGHT, Math.max(5, Math.min(rx, ry) * 0.55));
	const reach = 1 + rough;
	const box = { left: cx - rx * reach, top: cy - ry * reach, right: cx + rx * reach, bottom: cy + ry * reach };
	picture.shade(box, (light, x, y) => {
		if (!picture.covers(x, y)) return light;
		const distance = Math.hypot((x - cx) / rx, (y - cy) / ry) + rough * wobble(x, y);
		return distance >= 1 ? light : paint(light, 1 - distance, x, y);
	});
}

/**
 * A line that wanders: its middle is `strength` times as bright as around it. It ends at the edge of the part.
 *
 * @param {Picture} picture
 * @param {Chance} next
 * @param {{ x: number, y: number, angle: number, length: number, width: number, strength: number, jitter: number }} line
 * @returns {{ x: number, y: number, angle: number }} Where it ended, and where it was heading.
 */
function wander(picture, next, { x, y, angle, length, width, strength, jitter }) {
	const thickness = lineNoise(next, length, 25);
	let heading = angle;
	for (let done = 0; done < length; done += width) {
		heading += (next() - 0.5) * jitter + (angle - heading) * 0.1;
		const [toX, toY] = [x + Math.cos(heading) * width, y + Math.sin(heading) * width];
		if (!picture.covers(toX, toY)) break;
		[x, y] = [toX, toY];
		picture.dab(x, y, width * (1 + 0.35 * thickness(done)), strength);
	}
	return { x, y, angle: heading };
}

/** Gas trapped while casting: one to three round dark holes with a bright lower rim. @type {Defect} */
export function blowhole(picture, next) {
	const count = 1 + Math.floor(next() * 3);
	for (let index = 0; index < count; index++) {
		const { x, y } = picture.somewhere(next);
		const radius = between(next, 7, 14);
		picture.dab(x + 1.5, y + radius * 0.55, radius * 1.15, 1.35);
		blob(
			picture,
			next,
			{ x, y, rx: radius, ry: radius * between(next, 0.8, 1.4), rough: 0.18 },
			(light, inside) => light * (0.32 - 0.1 * Math.min(1, inside))
		);
	}
}

/** A piece broken out of an edge: the raw inside is dark and rough. @type {Defect} */
export function brokenEdge(picture, next) {
	const { x, y } = onEdge(picture, next);
	const size = between(next, 48, 82);
	const raw = planeNoise(next, WIDTH, HEIGHT, 6);
	const shape = { x, y, rx: size * between(next, 0.9, 1.5), ry: size * between(next, 0.8, 1.2), rough: 0.3 };
	blob(picture, next, shape, (light, inside, px, py) =>
		inside < 0.06 ? light * 1.45 : 34 + 13 * raw(px, py) + 10 * inside
	);
}

/** A crack along the part that forks now and then. @type {Defect} */
export function crack(picture, next) {
	const { box } = picture;
	const start = { x: between(next, box.left + 110, box.right - 110), y: box.top + between(next, 8, 90) };
	const line = { width: between(next, 2.2, 3.4), strength: 0.45, jitter: 0.9 };
	const angle = Math.PI / 2 + between(next, -0.25, 0.25);
	const stem = wander(picture, next, { ...start, ...line, angle, length: between(next, 120, 200) });
	wander(picture, next, { ...stem, ...line, angle, length: between(next, 90, 190) });
	if (next() < 0.6) {
		const side = next() < 0.5 ? -0.7 : 0.7;
		wander(picture, next, { ...stem, ...line, width: 2, angle: angle + side, length: between(next, 50, 110) });
	}
}

/** A worn, matt patch where the grinding marks are gone. @type {Defect} */
export function fray(picture, next) {
	const { x, y } = picture.somewhere(next, 100);
	const matt = planeNoise(next, WIDTH, HEIGHT, 14);
	const tone = between(next, 0.5, 0.62);
	let sum = 0;
	for (const light of picture.light) sum += light;
	const flat = (sum / picture.light.length) * tone;
	const shape = { x, y, rx: between(next, 62, 105), ry: between(next, 56, 95), rough: 0.14 };
	blob(picture, next, shape, (light, inside, px, py) => {
		const cover = Math.min(1, inside * 9);
		return light * (1 - cover) + (flat + 2.5 * matt(px, py)) * cover;
	});
}

/** Ground unevenly: beyond a border the surface is darker and its marks are coarser. @type {Defect} */
export function uneven(picture, next) {
	const { box } = picture;
	const level = box.top + between(next, 0.3, 0.7) * (box.bottom - box.top);
	const slope = between(next, -0.22, 0.22);
	const ragged = lineNoise(next, WIDTH, 40);
	const marks = lineNoise(next, WIDTH, 7);
	const gain = next() < 0.5 ? 0.66 : 1.32;
	picture.shade(box, (light, x, y) => {
		const beyond = y - level - slope * (x - WIDTH / 2) - 5 * ragged(x);
		if (beyond < 0) return light;
		const lip = beyond < 5 ? 1.25 : 1;
		return light * gain * lip + 13 * marks(x) * gain;
	});
}

/** Scratches in one direction, bright on metal. @type {Defect} */
export function scratch(picture, next) {
	const angle = between(next, 0.15, 1.2) * (next() < 0.5 ? 1 : -1);
	const count = 1 + Math.floor(next() * 2);
	for (let index = 0; index < count; index++) {
		const { x, y } = picture.somewhere(next, 22);
		const line = { angle: angle + between(next, -0.06, 0.06), length: between(next, 90, 220), jitter: 0.04 };
		wander(picture, next, { x, y, ...line, width: 2.4, strength: 1.32 });
		wander(picture, next, { x, y: y + 2.5, ...line, width: 1.8, strength: 0.72 });
	}
}

/** A dent: dark on the side towards the light, bright on the other. @type {Defect} */
export function dent(picture, next) {
	const radius = between(next, 18, 30);
	const { x, y } = picture.somewhere(next, radius + 2);
	picture.dab(x - radius * 0.3, y - radius * 0.3, radius, 0.5);
	picture.dab(x + radius * 0.35, y + radius * 0.35, radius * 0.85, 1.4);
}

/** A stain of coolant: soft and dark, darkest at the rim where it dried. @type {Defect} */
export function stain(picture, next) {
	const { x, y } = picture.somewhere(next, 60);
	const shape = { x, y, rx: between(next, 50, 85), ry: between(next, 42, 68), rough: 0.22 };
	blob(picture, next, shape, (light, inside) => light * (inside < 0.1 ? 0.6 : 0.72 + 0.1 * inside));
}

/** Pores: many small holes close together. @type {Defect} */
export function porosity(picture, next) {
	const { x, y } = picture.somewhere(next, 34);
	const count = 16 + Math.floor(next() * 14);
	for (let index = 0; index < count; index++) {
		const [px, py] = [x + between(next, -48, 48), y + between(next, -40, 40)];
		if (picture.covers(px, py)) picture.dab(px, py, between(next, 2.5, 6), 0.15);
	}
}

/** A cold shut: a soft seam where two fronts of metal met without joining. @type {Defect} */
export function coldShut(picture, next) {
	const { x, y } = picture.somewhere(next, 40);
	const angle = between(next, -0.4, 0.4);
	const line = { angle, length: between(next, 130, 240), jitter: 0.3 };
	const back = { ...line, angle: angle + Math.PI };
	for (const half of [line, back]) {
		wander(picture, next, { x, y, ...half, width: 7, strength: 0.72 });
	}
}
