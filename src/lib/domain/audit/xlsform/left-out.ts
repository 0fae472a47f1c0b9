/** Collects what could not be taken over, in the order of the file. */
import type { LeftOut, LeftOutWhat } from '../imported';

/** So much of what stands there is shown. */
const MAX_DETAIL = 200;

export class LeftOutList {
	readonly #rows: LeftOut[] = [];

	/** A part of the row: the rest of it is in the template. */
	add(sheet: string, row: number, what: LeftOutWhat, detail: string): void {
		this.#rows.push({ sheet, row, what, detail: detail.slice(0, MAX_DETAIL), whole: false });
	}

	addWhole(sheet: string, row: number, what: LeftOutWhat, detail: string): void {
		this.#rows.push({ sheet, row, what, detail: detail.slice(0, MAX_DETAIL), whole: true });
	}

	get rows(): LeftOut[] {
		return [...this.#rows].sort((a, b) => Number(a.sheet !== 'survey') - Number(b.sheet !== 'survey') || a.row - b.row);
	}
}
