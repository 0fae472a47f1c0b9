/** The decoder chain: which decoder looks at a picture, how hard, and which of several codes is the one meant. */
import type { Effort, Reading } from '../shared/protocol';
import { isLinear } from '../shared/code';
import { readWithJavaScript } from './javascript-decoder';
import { enlarge, halve, sharpen, type Picture } from './picture';
import { LINEAR_FORMATS, MATRIX_FORMATS, type Look, type WebAssemblyDecoder } from './webassembly-decoder';

const ALL_FORMATS = [...LINEAR_FORMATS, ...MATRIX_FORMATS];

/** About 9 ms on a 1280×720 frame: a code held well is read by this one. The next frame is its second opinion. */
const GLANCE: Look = { formats: ALL_FORMATS, agreeingLines: 2 };

/**
 * What a frame gets on top of the glance when that missed, one in turn. Together they look as hard as the decoder can,
 * which would take 60 ms on every frame; each alone keeps a missed frame near half of that, and after a fifth of a second
 * of holding still all have been tried.
 */
const DEEPER: readonly Look[] = [
	{ formats: LINEAR_FORMATS, thorough: true, turned: true, agreeingLines: 2 },
	{ formats: MATRIX_FORMATS, thorough: true, reduced: true, agreeingLines: 2 },
	{ formats: ALL_FORMATS, inverted: true, agreeingLines: 2 },
	{ formats: LINEAR_FORMATS, thorough: true, reduced: true, agreeingLines: 2 }
];

/** Missed frames in a row before zxing-js is asked too, and again after as many: it takes longer than all the rest. */
const MISSES_BEFORE_JAVASCRIPT = 12;

/** A still has no next frame to agree with, so a linear code needs a third line instead of the usual two. */
const STILL_LINES = 3;
const STILL_GLANCE: Look = { formats: ALL_FORMATS, agreeingLines: STILL_LINES };
const STILL_LOOK: Look = {
	formats: ALL_FORMATS,
	thorough: true,
	turned: true,
	inverted: true,
	reduced: true,
	closed: true,
	agreeingLines: STILL_LINES
};

/** Edges made steeper can join into bars that are not there: only what was aimed at counts in such a picture. */
const AIMED_PART = 0.8;

/** Stills smaller than this on their longer side are also tried enlarged, px: larger ones have pixels enough. */
const ENLARGE_BELOW = 1000;

export interface Chain {
	read(picture: Picture, effort: Effort): Promise<Reading | null>;
}

/** @param webAssembly null where WebAssembly cannot load: zxing-js then reads alone */
export function createChain(webAssembly: WebAssemblyDecoder | null): Chain {
	if (webAssembly === null) return { read: async (picture) => readWithJavaScript(picture, 'all') };
	let misses = 0;
	return {
		async read(picture, effort) {
			if (effort === 'still') return readStill(webAssembly, picture);
			const reading = await readFrame(webAssembly, picture, misses);
			misses = reading === null ? misses + 1 : 0;
			return reading;
		}
	};
}

async function readFrame(decoder: WebAssemblyDecoder, picture: Picture, misses: number): Promise<Reading | null> {
	const glance = aimedAt(await decoder.read(picture, GLANCE), picture);
	if (glance !== null) return glance;
	if (misses % MISSES_BEFORE_JAVASCRIPT === MISSES_BEFORE_JAVASCRIPT - 1) {
		return readWithJavaScript(halve(picture), 'matrix');
	}
	return aimedAt(await decoder.read(picture, DEEPER[misses % DEEPER.length]), picture);
}

async function readStill(decoder: WebAssemblyDecoder, picture: Picture): Promise<Reading | null> {
	const seen =
		aimedAt(await decoder.read(picture, STILL_GLANCE), picture) ??
		aimedAt(await decoder.read(picture, STILL_LOOK), picture);
	if (seen !== null) return seen;
	for (const { change, scale } of changesFor(picture)) {
		const changed = change(picture);
		const readings = await decoder.read(changed, STILL_LOOK);
		const reading = aimedAt(
			readings.filter((found) => !isLinear(found.symbology) || isInMiddle(found, changed)),
			changed
		);
		if (reading !== null) return { ...reading, corners: scaled(reading.corners, 1 / scale) };
	}
	return readWithJavaScript(picture, 'matrix');
}

interface Change {
	change(picture: Picture): Picture;
	/** How much larger the changed picture is. */
	scale: number;
}

/** What to do to a still that hides its code, the most useful first. */
function changesFor(picture: Picture): Change[] {
	const changes: Change[] = [
		{ change: halve, scale: 0.5 },
		{ change: (original) => sharpen(original, 2, 4), scale: 1 }
	];
	if (Math.max(picture.width, picture.height) < ENLARGE_BELOW) {
		changes.push({ change: (original) => enlarge(original, 1.5), scale: 1.5 });
	}
	return changes;
}

/** Of several codes in a picture the one meant is the one nearest its middle; of codes around each other the outermost. */
function aimedAt(readings: Reading[], picture: Picture): Reading | null {
	let best: { reading: Reading; distance: number; area: number } | null = null;
	const near = Math.min(picture.width, picture.height) * 0.1;
	for (const reading of readings) {
		const [x, y] = centreOf(reading, picture);
		const distance = Math.hypot(x - picture.width / 2, y - picture.height / 2);
		const area = areaOf(reading);
		const alike = best !== null && Math.abs(distance - best.distance) < near;
		if (best === null || (alike ? area > best.area : distance < best.distance)) best = { reading, distance, area };
	}
	return best?.reading ?? null;
}

function isInMiddle(reading: Reading, picture: Picture): boolean {
	const [x, y] = centreOf(reading, picture);
	const within = (value: number, length: number) => Math.abs(value / length - 0.5) <= AIMED_PART / 2;
	return within(x, picture.width) && within(y, picture.height);
}

function centreOf({ corners }: Reading, picture: Picture): [x: number, y: number] {
	if (corners === null) return [picture.width / 2, picture.height / 2];
	const sum = corners.reduce(([sumX, sumY], [x, y]) => [sumX + x, sumY + y], [0, 0]);
	return [sum[0] / corners.length, sum[1] / corners.length];
}

/** Area of the corners' polygon in px² (shoelace formula). */
function areaOf({ corners }: Reading): number {
	if (corners === null) return 0;
	const twice = corners.reduce((sum, [x, y], index) => {
		const [nextX, nextY] = corners[(index + 1) % corners.length];
		return sum + x * nextY - nextX * y;
	}, 0);
	return Math.abs(twice) / 2;
}

function scaled(corners: Reading['corners'], factor: number): Reading['corners'] {
	return corners?.map(([x, y]) => [x * factor, y * factor]) ?? null;
}
