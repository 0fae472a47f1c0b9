/** Asking the tablet where it is, once. */
import { findPlace } from '$lib/device';
import type { Place } from '$lib/domain/audit/audit';

export class PlaceFinder {
	#isFinding = $state(false);
	#failure = $state.raw<unknown>(null);

	get isFinding(): boolean {
		return this.#isFinding;
	}

	get failure(): unknown {
		return this.#failure;
	}

	clearFailure(): void {
		this.#failure = null;
	}

	/** Null where it could not be found: `failure` says why. */
	async find(): Promise<Place | null> {
		this.#isFinding = true;
		this.#failure = null;
		try {
			return await findPlace();
		} catch (error) {
			this.#failure = error;
			return null;
		} finally {
			this.#isFinding = false;
		}
	}
}
