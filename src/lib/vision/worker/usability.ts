/** Whether a photo can be judged at all: sharp, lit, free of glare, with something in the frame. */
import type { UsabilityIssue } from '$lib/domain/suggestion';
import type { GreyPicture, ModelInput } from './picture';

/** What is measured of the framed part of a photo, at the backbone's size. */
export interface Quality {
	/** 5th, 50th and 95th percentile of brightness, 0 to 255. */
	dark: number;
	middle: number;
	bright: number;
	/** Share of pixels that are white. */
	white: number;
	/** Share of the frame that the largest spot of nothing but white covers. */
	whiteSpot: number;
	/** How little the picture changes when it is blurred once more, 0 (sharp) to 1 (after Crété-Roffet et al. 2007). */
	blur: number;
}

const WHITE = 250;
/** Side of the squares, in pixels, that a white spot is made of: single white pixels are texture. */
const SQUARE = 8;
/** Averaging over 9 pixels. */
const REACH = 4;
/** Every second row says enough about blur. */
const ROW_STEP = 2;

export function measureQuality(input: ModelInput): Quality {
	const grey = toGrey(input);
	const histogram = new Uint32Array(256);
	for (let i = 0; i < grey.data.length; i++) histogram[(grey.data[i] + 0.5) | 0]++;
	const white = histogram.subarray(WHITE).reduce((sum, count) => sum + count, 0) / grey.data.length;
	return {
		dark: percentileOf(histogram, 0.05),
		middle: percentileOf(histogram, 0.5),
		bright: percentileOf(histogram, 0.95),
		white,
		whiteSpot: measureWhiteSpot(grey),
		blur: measureBlur(grey)
	};
}

/**
 * What is wrong with a photo; empty when it can be judged. The limits lie between 448 real photos of magnetic tiles, of
 * which they flag none for blur, light or emptiness, and the same photos made worse.
 */
export function findIssues(quality: Quality): UsabilityIssue[] {
	if (quality.bright < 45) return ['too-dark'];
	if (quality.middle > 245 || quality.white > 0.4) return ['too-bright'];
	if (quality.bright - quality.dark < 10) return ['no-part'];
	const issues: UsabilityIssue[] = [];
	if (quality.whiteSpot > 0.015) issues.push('glare');
	if (quality.blur > 0.5) issues.push('blurred');
	return issues;
}

function toGrey({ data, width, height }: ModelInput): GreyPicture {
	const grey = new Float32Array(width * height);
	for (let i = 0, from = 0; i < grey.length; i++, from += 3) {
		grey[i] = 0.299 * data[from] + 0.587 * data[from + 1] + 0.114 * data[from + 2];
	}
	return { data: grey, width, height };
}

function percentileOf(histogram: Uint32Array, fraction: number): number {
	const wanted = fraction * histogram.reduce((sum, count) => sum + count, 0);
	let sum = 0;
	for (let value = 0; value < histogram.length; value++) {
		sum += histogram[value];
		if (sum >= wanted) return value;
	}
	return histogram.length - 1;
}

/** The worse of the two directions: a photo shaken sideways is sharp up and down. */
function measureBlur(grey: GreyPicture): number {
	return Math.max(blurAlong(grey, 1), blurAlong(grey, grey.width));
}

/** Share of the differences between neighbours that remains after averaging along one direction. */
function blurAlong({ data, width, height }: GreyPicture, step: number): number {
	const marginX = step === 1 ? REACH + 1 : 0;
	const marginY = step === 1 ? 0 : REACH + 1;
	const ahead = REACH * step;
	const behind = (REACH + 1) * step;
	let before = 0;
	let lost = 0;
	for (let y = marginY; y < height - marginY; y += ROW_STEP) {
		for (let at = y * width + marginX; at < (y + 1) * width - marginX; at++) {
			const sharp = Math.abs(data[at] - data[at - step]);
			// The difference of two neighbouring averages is that of their ends.
			const soft = Math.abs(data[at + ahead] - data[at - behind]) / (2 * REACH + 1);
			before += sharp;
			if (sharp > soft) lost += sharp - soft;
		}
	}
	return before === 0 ? 1 : (before - lost) / before;
}

function measureWhiteSpot(grey: GreyPicture): number {
	const columns = Math.floor(grey.width / SQUARE);
	const rows = Math.floor(grey.height / SQUARE);
	const open = new Set<number>();
	for (let square = 0; square < rows * columns; square++) {
		if (isWhite(grey, (square % columns) * SQUARE, Math.floor(square / columns) * SQUARE)) open.add(square);
	}
	let largest = 0;
	for (const start of open) largest = Math.max(largest, takeConnected(open, start, columns));
	return largest / (rows * columns);
}

function isWhite({ data, width }: GreyPicture, left: number, top: number): boolean {
	for (let y = top; y < top + SQUARE; y++) {
		for (let x = left; x < left + SQUARE; x++) if (data[y * width + x] < WHITE) return false;
	}
	return true;
}

/** Takes all squares out that hang together with `start`; returns their number. */
function takeConnected(open: Set<number>, start: number, columns: number): number {
	const waiting = [start];
	let taken = 0;
	for (let square = waiting.pop(); square !== undefined; square = waiting.pop()) {
		if (!open.delete(square)) continue;
		taken++;
		waiting.push(square - columns, square + columns);
		if (square % columns > 0) waiting.push(square - 1);
		if (square % columns < columns - 1) waiting.push(square + 1);
	}
	return taken;
}
