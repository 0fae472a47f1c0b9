/** How fast one caller may go on calling: generous for a tablet that drains a long queue, too little to keep a server busy with. */

/** Callers remembered; the one that called longest ago is forgotten first, by when its budget is full again. */
const KEPT_CALLERS = 20_000;

interface Bucket {
	left: number;
	atMs: number;
}

/** A token bucket per caller, in this process's memory: a call costs no disk, and a restart or another instance starts afresh. */
export class CallBudget {
	readonly #buckets = new Map<string, Bucket>();

	/**
	 * @param burst calls in a row
	 * @param perSecond calls that come back with each second
	 */
	constructor(
		private readonly burst: number,
		private readonly perSecond: number
	) {}

	/** Takes one call. Null when it may go on, or the seconds to wait. */
	take(caller: string, nowMs: number): number | null {
		const known = this.#buckets.get(caller) ?? { left: this.burst, atMs: nowMs };
		const passedS = Math.max(0, nowMs - known.atMs) / 1000;
		const left = Math.min(this.burst, known.left + passedS * this.perSecond);
		this.#buckets.delete(caller);
		// A refused call costs nothing: whoever waits as asked gets through.
		this.#buckets.set(caller, { left: left >= 1 ? left - 1 : left, atMs: nowMs });
		if (this.#buckets.size > KEPT_CALLERS) this.#forgetOldest();
		return left >= 1 ? null : (1 - left) / this.perSecond;
	}

	#forgetOldest(): void {
		const oldest = this.#buckets.keys().next().value;
		if (oldest !== undefined) this.#buckets.delete(oldest);
	}
}
