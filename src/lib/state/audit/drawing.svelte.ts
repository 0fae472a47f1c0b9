/** Drawing on a photo: with a finger, or with the keyboard by way of a cross that the arrow keys move. Nothing touches the photo itself. */
import type { Mark } from '$lib/domain/audit/audit';

export const TOOLS = ['box', 'arrow', 'line', 'text'] as const;
export type Tool = (typeof TOOLS)[number];
type Point = [number, number];

const MOST_MARKS = 50;
const MOST_POINTS = 500;
/** Shorter than this, in fractions of the photo, is a tap and no mark. */
const SHORTEST = 0.01;
/** What one press of an arrow key moves the cross by. */
const STEP = 0.02;

export class Drawing {
	#marks = $state.raw<readonly Mark[]>([]);
	#pending = $state.raw<Mark | null>(null);
	#start: Point | null = null;
	#cross = $state.raw<Point | null>(null);
	/** Where words are to stand that are still being typed. */
	#asksText = $state.raw<Point | null>(null);
	#tool = $state<Tool>('box');
	readonly #first: readonly Mark[];

	constructor(marks: readonly Mark[]) {
		this.#first = marks;
		this.#marks = marks;
	}

	get marks(): readonly Mark[] {
		return this.#marks;
	}

	/** The mark under the finger. */
	get pending(): Mark | null {
		return this.#pending;
	}

	get cross(): Readonly<Point> | null {
		return this.#cross;
	}

	get asksText(): Readonly<Point> | null {
		return this.#asksText;
	}

	get isFull(): boolean {
		return this.#marks.length >= MOST_MARKS;
	}

	get isChanged(): boolean {
		return this.#marks !== this.#first;
	}

	get tool(): Tool {
		return this.#tool;
	}

	set tool(tool: Tool) {
		this.#tool = tool;
		this.cancel();
	}

	/** The finger comes down. Positions in fractions of the photo. */
	begin(x: number, y: number): void {
		if (this.isFull) return;
		const at = within(x, y);
		if (this.#tool === 'text') {
			this.#asksText = at;
			return;
		}
		this.#start = at;
		this.#pending = this.#tool === 'line' ? { kind: 'line', points: [at] } : null;
	}

	/** The finger moves. */
	move(x: number, y: number): void {
		const start = this.#start;
		if (!start) return;
		const at = within(x, y);
		if (this.#pending?.kind === 'line') {
			const { points } = this.#pending;
			if (points.length < MOST_POINTS) this.#pending = { kind: 'line', points: [...points, at] };
			return;
		}
		this.#pending = this.#tool === 'box' ? boxOf(start, at) : { kind: 'arrow', from: start, to: at };
	}

	/** The finger leaves. */
	end(): void {
		const mark = this.#pending;
		this.cancel();
		if (mark && lengthOf(mark) >= SHORTEST) this.#add(mark);
	}

	/** What was begun is forgotten. */
	cancel(): void {
		this.#start = null;
		this.#pending = null;
		this.#asksText = null;
	}

	/** Puts words where they were asked for. */
	write(text: string): void {
		const at = this.#asksText;
		this.#asksText = null;
		if (at && text.trim() !== '') this.#add({ kind: 'text', at, text: text.trim() });
	}

	undo(): void {
		this.cancel();
		this.#marks = this.#marks.slice(0, -1);
	}

	/** The keyboard's finger: arrows move it, Enter or the space bar puts it down and lifts it. Tells whether the key was one of these. */
	key(key: string): boolean {
		const [x, y] = this.#cross ?? [0.5, 0.5];
		const moved = MOVES[key];
		if (moved) {
			this.#cross = within(x + moved[0] * STEP, y + moved[1] * STEP);
			this.move(...this.#cross);
			return true;
		}
		if (key === 'Escape' && this.#start) {
			this.cancel();
			return true;
		}
		if (key !== 'Enter' && key !== ' ') return false;
		this.#cross = [x, y];
		if (this.#start) this.end();
		else this.begin(x, y);
		return true;
	}

	#add(mark: Mark): void {
		if (!this.isFull) this.#marks = [...this.#marks, mark];
	}
}

const MOVES: Record<string, Point | undefined> = {
	ArrowLeft: [-1, 0],
	ArrowRight: [1, 0],
	ArrowUp: [0, -1],
	ArrowDown: [0, 1]
};

const clamp = (value: number) => Math.min(1, Math.max(0, value));
const within = (x: number, y: number): Point => [clamp(x), clamp(y)];

function boxOf([x1, y1]: Point, [x2, y2]: Point): Mark {
	const [x, y] = [Math.min(x1, x2), Math.min(y1, y2)];
	// Held within the photo over the rounding of the sum.
	const width = Math.min(Math.abs(x2 - x1), 1 - x);
	const height = Math.min(Math.abs(y2 - y1), 1 - y);
	return { kind: 'box', frame: { x, y, width, height } };
}

function lengthOf(mark: Mark): number {
	switch (mark.kind) {
		case 'box':
			return Math.min(mark.frame.width, mark.frame.height);
		case 'arrow':
			return Math.hypot(mark.to[0] - mark.from[0], mark.to[1] - mark.from[1]);
		case 'line':
			return mark.points.length > 1 ? 1 : 0;
		case 'text':
			return 1;
	}
}
