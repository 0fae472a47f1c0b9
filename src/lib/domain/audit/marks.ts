/** How marks on a photo look, for whatever draws them: lines and words in pixels, beside the photo and never in it. */
import type { Mark } from './audit';

export type Point = readonly [x: number, y: number];

/** What one mark is drawn as. Positions in pixels. */
export interface Shape {
	/** Each a line through these points. */
	lines: Point[][];
	text: { at: Point; text: string } | null;
}

/** Part of the shorter side of the photo. */
const LINE_WIDTH = 0.008;
const HEAD = 0.045;
const TEXT_SIZE = 0.05;
/** Half the angle between the two lines of an arrow's head, in radians. */
const HEAD_ANGLE = Math.PI / 7;

/** How thick the lines and how large the words are on a photo of this size, in pixels. */
export function strokeOf(width: number, height: number): { line: number; text: number } {
	const side = Math.min(width, height);
	return { line: Math.max(2, side * LINE_WIDTH), text: Math.max(14, side * TEXT_SIZE) };
}

/** The mark on a photo of `width` × `height` pixels. */
export function shapeOf(mark: Mark, width: number, height: number): Shape {
	const place = ([x, y]: Point): Point => [x * width, y * height];
	switch (mark.kind) {
		case 'box': {
			const { x, y, width: w, height: h } = mark.frame;
			const corners: Point[] = [
				[x, y],
				[x + w, y],
				[x + w, y + h],
				[x, y + h],
				[x, y]
			];
			return { lines: [corners.map(place)], text: null };
		}
		case 'arrow': {
			const [from, to] = [place(mark.from), place(mark.to)];
			return { lines: [[from, to], headOf(from, to, Math.min(width, height) * HEAD)], text: null };
		}
		case 'line':
			return { lines: [mark.points.map(place)], text: null };
		case 'text':
			return { lines: [], text: { at: place(mark.at), text: mark.text } };
	}
}

function headOf(from: Point, to: Point, size: number): Point[] {
	const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
	const wing = (turn: number): Point => [to[0] - size * Math.cos(angle + turn), to[1] - size * Math.sin(angle + turn)];
	return [wing(HEAD_ANGLE), to, wing(-HEAD_ANGLE)];
}
