/** What the benchmarks read: two durations a person feels, in the browser's own performance timeline. */

export const SHUTTER_TO_SUGGESTION = 'countersign:shutter-to-suggestion';
export const DECISION_DURABLE = 'countersign:decision-durable';

/** From the press of the shutter to the frame that shows the suggestion. @param start ms on `performance.now()`'s clock */
export function timeShutter(start: number): void {
	// After the next frame is drawn: what the person sees, not what the program knows.
	requestAnimationFrame(() =>
		setTimeout(() => performance.measure(SHUTTER_TO_SUGGESTION, { start, end: performance.now() }))
	);
}

/** From the press of the verdict to the disk's word that it is kept. @param start ms on `performance.now()`'s clock */
export function timeDecision(start: number): void {
	performance.measure(DECISION_DURABLE, { start, end: performance.now() });
}
