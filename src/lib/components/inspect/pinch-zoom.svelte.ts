/** Pinch, drag and wheel zoom of one picture, and telling a tap from a gesture. */

const CLOSEST = 8;
/** A finger that moved less than this, in px, and left within 400 ms, tapped. */
const TAP_SLOP = 8;
const TAP_MS = 400;

interface Point {
	x: number;
	y: number;
}

export class PinchZoom {
	#scale = $state(1);
	#x = $state(0);
	#y = $state(0);
	#pointers = new Map<number, Point>();
	#tap: { at: Point; time: number } | null = null;

	get zoomed(): boolean {
		return this.#scale > 1;
	}

	get transform(): string {
		return `translate(${this.#x}px, ${this.#y}px) scale(${this.#scale})`;
	}

	readonly reset = (): void => {
		this.#scale = 1;
		this.#x = 0;
		this.#y = 0;
	};

	/** For the keyboard and gloves: twice as near, around the middle. */
	readonly closer = (event: Event): void => {
		const stage = event.currentTarget instanceof Element ? event.currentTarget.closest('.stage') : null;
		const box = stage?.getBoundingClientRect();
		this.#zoomAround({ x: (box?.width ?? 0) / 2, y: (box?.height ?? 0) / 2 }, 2);
	};

	readonly down = (event: PointerEvent): void => {
		this.#pointers.set(event.pointerId, within(event));
		this.#tap = this.#pointers.size === 1 ? { at: within(event), time: event.timeStamp } : null;
		if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId);
	};

	readonly move = (event: PointerEvent): void => {
		const before = this.#pointers.get(event.pointerId);
		if (!before) return;
		const now = within(event);
		const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1];
		this.#pointers.set(event.pointerId, now);
		if (other) {
			this.#zoomAround(other, distance(now, other) / Math.max(1, distance(before, other)));
		} else if (this.zoomed) {
			this.#x += now.x - before.x;
			this.#y += now.y - before.y;
		}
	};

	/** `tap` when the pointer neither moved nor stayed. */
	readonly up = (event: PointerEvent): 'tap' | 'gesture' => {
		this.#pointers.delete(event.pointerId);
		const tap = this.#tap;
		this.#tap = null;
		if (!tap) return 'gesture';
		return distance(tap.at, within(event)) < TAP_SLOP && event.timeStamp - tap.time < TAP_MS ? 'tap' : 'gesture';
	};

	readonly cancel = (event: PointerEvent): void => {
		this.#pointers.delete(event.pointerId);
		this.#tap = null;
	};

	readonly wheel = (event: WheelEvent): void => {
		event.preventDefault();
		this.#zoomAround(within(event), Math.exp(-event.deltaY / 400));
	};

	#zoomAround(point: Point, factor: number): void {
		const next = Math.min(CLOSEST, Math.max(1, this.#scale * factor));
		const ratio = next / this.#scale;
		this.#x = point.x - (point.x - this.#x) * ratio;
		this.#y = point.y - (point.y - this.#y) * ratio;
		this.#scale = next;
		if (next === 1) this.reset();
	}
}

function within(event: MouseEvent): Point {
	const box =
		event.currentTarget instanceof Element ? event.currentTarget.getBoundingClientRect() : { left: 0, top: 0 };
	return { x: event.clientX - box.left, y: event.clientY - box.top };
}

function distance(a: Point, b: Point): number {
	return Math.hypot(a.x - b.x, a.y - b.y);
}
