/** When a reading from live frames counts: matrix codes at once, linear codes when two frames agree, nothing twice. */
import { isLinear } from '../shared/code';
import type { Reading } from '../shared/protocol';

/** Two frames of one linear code further apart than this do not back each other up, ms. */
const AGREE_WITHIN_MS = 1500;

/** A code unseen for this long has left the picture, ms: longer than the blur of a moving hand. */
const GONE_AFTER_MS = 1000;

/** A code that stays in the picture counts again after this long, ms. */
const AGAIN_AFTER_MS = 10_000;

export class Agreement {
	#waiting: { key: string; at: number } | null = null;
	#counted: { key: string; at: number; lastSeen: number } | null = null;

	/**
	 * Takes what one frame gave and says whether it counts now.
	 * @param now ms on any steady clock
	 */
	counts(reading: Reading, now: number): boolean {
		const key = `${reading.symbology} ${reading.text}`;
		if (this.#isRepeat(key, now)) return false;
		if (isLinear(reading.symbology)) {
			const agrees = this.#waiting?.key === key && now - this.#waiting.at <= AGREE_WITHIN_MS;
			if (!agrees) {
				this.#waiting = { key, at: now };
				return false;
			}
		}
		this.#waiting = null;
		this.#counted = { key, at: now, lastSeen: now };
		return true;
	}

	/** Lets the code that counted last count again at once: the next part may carry the same one. */
	forget(): void {
		this.#waiting = null;
		this.#counted = null;
	}

	#isRepeat(key: string, now: number): boolean {
		const counted = this.#counted;
		if (counted?.key !== key) return false;
		const inPicture = now - counted.lastSeen < GONE_AFTER_MS;
		counted.lastSeen = now;
		if (inPicture && now - counted.at < AGAIN_AFTER_MS) return true;
		this.#counted = null;
		return false;
	}
}
