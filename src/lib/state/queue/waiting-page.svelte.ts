/** The list of what waits, as far as it is shown: read again whenever the queue has changed. */
import type { SyncStatus } from '../sync-status.svelte';
import type { SyncItem } from '../sync-words';

const SHOWN_AT_ONCE = 50;
/** Adding up the sizes of tens of thousands of records is worth doing now and then only. */
const ADD_UP_EVERY_MS = 2_000;

export class WaitingPage {
	readonly #source: () => SyncStatus;
	#limit = $state(SHOWN_AT_ONCE);
	#items = $state.raw<readonly SyncItem[]>([]);
	#bytes = $state<number | null>(null);
	#reading = 0;
	#addingUp = false;

	/** To be made while a component is. */
	constructor(source: () => SyncStatus) {
		this.#source = source;
		$effect(() => {
			// A new reading of the queue is a new object, also where only what went wrong has changed.
			void this.#sync.counts;
			void this.#read(this.#sync.total, this.#limit);
		});
	}

	get #sync(): SyncStatus {
		return this.#source();
	}

	get items(): readonly SyncItem[] {
		return this.#items;
	}

	/** Bytes of all that waits; null until they have been added up. */
	get bytes(): number | null {
		return this.#bytes;
	}

	/** How many more `showMore` shows. */
	get more(): number {
		return Math.max(0, Math.min(SHOWN_AT_ONCE, this.#sync.total - this.#items.length));
	}

	showMore(): void {
		this.#limit += SHOWN_AT_ONCE;
	}

	async #read(total: number, limit: number): Promise<void> {
		const reading = ++this.#reading;
		const items = total > 0 ? await this.#sync.items(limit) : [];
		if (reading === this.#reading) this.#items = items;
		if (total === 0) this.#bytes = 0;
		else await this.#addUp();
	}

	async #addUp(): Promise<void> {
		if (this.#addingUp) return;
		this.#addingUp = true;
		try {
			this.#bytes = await this.#sync.bytes();
		} finally {
			setTimeout(() => (this.#addingUp = false), ADD_UP_EVERY_MS);
		}
	}
}
