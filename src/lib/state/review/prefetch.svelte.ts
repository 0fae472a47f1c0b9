/** Fetches the most urgent cases ahead while there is a network, so that answering them goes on without one. */
import { isOnline, watchConnection } from '$lib/device';
import { DomainError } from '$lib/domain/errors';
import type { Listing } from '$lib/domain/review/listing';
import { trimKept } from '$lib/local-db';
import type { Tablet } from '../tablet.svelte';
import { fetchDetail, keptDetail } from './details';
import { fetchPicture, ownPicture } from './pictures';

/** As many as somebody answers in an hour away from the network. */
export const CASES_AHEAD = 50;
const LOOK_EVERY_MS = 15_000;
const FIRST_LOOK_MS = 1_500;

/** A case that the server does not know holds up no other. */
function falseWhereUnknown(error: unknown): false {
	if (error instanceof DomainError && error.code === 'not-found') return false;
	throw error;
}

export class Prefetch {
	readonly #tablet: Tablet;
	readonly #mostUrgent: () => readonly Listing[];
	#here = $state(0);
	#isFetching = false;

	constructor(tablet: Tablet, mostUrgent: () => readonly Listing[]) {
		this.#tablet = tablet;
		this.#mostUrgent = mostUrgent;
	}

	/** How many of the most urgent cases could be answered without the network. */
	get here(): number {
		return this.#here;
	}

	/** Returns how to stop. */
	start(): () => void {
		const ending = new AbortController();
		const look = () => void this.#fetchAhead(ending.signal);
		// The list is read first, and the case on the screen comes before others.
		const first = setTimeout(look, FIRST_LOOK_MS);
		const timer = setInterval(look, LOOK_EVERY_MS);
		const stopWatching = watchConnection((online) => online && look());
		return () => {
			ending.abort();
			clearTimeout(first);
			clearInterval(timer);
			stopWatching();
		};
	}

	async #fetchAhead(signal: AbortSignal): Promise<void> {
		if (this.#isFetching || !isOnline()) return;
		this.#isFetching = true;
		try {
			let here = 0;
			for (const { suggestionId } of this.#mostUrgent().slice(0, CASES_AHEAD)) {
				if (signal.aborted) return;
				if (await this.#fetchOne(suggestionId).catch(falseWhereUnknown)) here++;
			}
			this.#here = here;
			await trimKept(this.#tablet.database);
		} catch {
			// The network is gone, or the disk is full: what has come so far is there, and the next look goes on.
		} finally {
			this.#isFetching = false;
		}
	}

	/** Whether the case could be answered without the network now. */
	async #fetchOne(suggestionId: string): Promise<boolean> {
		const { database } = this.#tablet;
		const kept = await keptDetail(database, suggestionId);
		const detail = kept?.isCurrent ? kept.detail : await fetchDetail(database, suggestionId);
		const { photo, photoArrived } = detail.summary;
		const size = photoArrived ? 'whole' : 'thumbnail';
		if (!(await ownPicture(database, photo, size))) await fetchPicture(database, photo, size);
		for (const { photo: near } of detail.nearest) {
			if (near !== null && !(await ownPicture(database, near, 'thumbnail')))
				await fetchPicture(database, near, 'thumbnail');
		}
		return true;
	}
}
