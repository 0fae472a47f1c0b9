/** Limits how often something may be tried, so that guessing takes years. Kept in memory: a restart forgives. */

const KEPT_KEYS = 10_000;

export class AttemptLimit {
	readonly #attempts = new Map<string, number[]>();

	constructor(
		private readonly max: number,
		private readonly windowMs: number
	) {}

	/** Counts an attempt. Null when it may go on, or the seconds to wait. */
	attempt(key: string, nowMs: number): number | null {
		const recent = (this.#attempts.get(key) ?? []).filter((at) => nowMs - at < this.windowMs);
		const oldest = recent[0];
		if (oldest !== undefined && recent.length >= this.max) return (oldest + this.windowMs - nowMs) / 1000;
		recent.push(nowMs);
		this.#attempts.delete(key);
		this.#attempts.set(key, recent);
		if (this.#attempts.size > KEPT_KEYS) this.#forgetOldest();
		return null;
	}

	/** Success clears what came before it. */
	forgive(key: string): void {
		this.#attempts.delete(key);
	}

	#forgetOldest(): void {
		const oldest = this.#attempts.keys().next().value;
		if (oldest !== undefined) this.#attempts.delete(oldest);
	}
}
