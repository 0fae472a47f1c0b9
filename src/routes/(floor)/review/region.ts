/** Rectangles on a photo, in fractions of its width and height. */
import type { Frame } from '$lib/domain/site';

interface Point {
	x: number;
	y: number;
}

/** Smaller than this nobody means it, and no finger could draw it. */
const SMALLEST = 0.02;
const STEP = 0.02;

const within = (value: number, most = 1) => Math.min(most, Math.max(0, value));

/** The rectangle between two corners; null where it is too small to be meant. */
export function between(one: Point, other: Point): Frame | null {
	const [left, right] = [within(Math.min(one.x, other.x)), within(Math.max(one.x, other.x))];
	const [top, bottom] = [within(Math.min(one.y, other.y)), within(Math.max(one.y, other.y))];
	if (right - left < SMALLEST || bottom - top < SMALLEST) return null;
	return { x: left, y: top, width: right - left, height: bottom - top };
}

/** In the middle, for the keyboard to begin with. */
export const MIDDLE: Frame = { x: 0.4, y: 0.4, width: 0.2, height: 0.2 };

const DIRECTIONS: Readonly<Record<string, Point>> = {
	ArrowLeft: { x: -STEP, y: 0 },
	ArrowRight: { x: STEP, y: 0 },
	ArrowUp: { x: 0, y: -STEP },
	ArrowDown: { x: 0, y: STEP }
};

/** Moved by an arrow key, or with Shift made larger and smaller; null for other keys. It never leaves the photo. */
export function withArrow(frame: Frame, key: string, resizes: boolean): Frame | null {
	const direction = DIRECTIONS[key];
	if (!direction) return null;
	if (resizes) {
		const width = Math.max(SMALLEST, within(frame.width + direction.x, 1 - frame.x));
		return { ...frame, width, height: Math.max(SMALLEST, within(frame.height + direction.y, 1 - frame.y)) };
	}
	return {
		...frame,
		x: within(frame.x + direction.x, 1 - frame.width),
		y: within(frame.y + direction.y, 1 - frame.height)
	};
}
