/** The names of fault causes and symptoms, for pages that list cases of parts and machines alike: read from the disk when such a page opens. */
import { FaultCatalogue } from '$lib/domain/fault/catalogue';
import type { Classed } from '$lib/domain/site';
import { changedDocuments, liveQuery, type LocalDatabase } from '$lib/local-db';
import * as v from 'valibot';

export class FaultCauses {
	readonly #database: LocalDatabase;
	#catalogue = $state.raw<FaultCatalogue | null>(null);
	#subscription: { unsubscribe(): void } | null = null;
	readonly #classed: Classed = $derived({ classes: this.#catalogue?.causes ?? [], isMachine: true });

	constructor(database: LocalDatabase) {
		this.#database = database;
	}

	/** Null until the site has one and it has come here. */
	get catalogue(): FaultCatalogue | null {
		return this.#catalogue;
	}

	/** What names the classes of a machine's cases. */
	get classed(): Classed {
		return this.#classed;
	}

	start(): void {
		this.stop();
		this.#subscription = liveQuery(() => changedDocuments(this.#database, 'fault-catalogue', 0)).subscribe({
			next: ([newest]) => {
				const parsed = v.safeParse(FaultCatalogue, newest?.value);
				this.#catalogue = parsed.success ? parsed.output : null;
			},
			error: () => undefined
		});
	}

	stop(): void {
		this.#subscription?.unsubscribe();
		this.#subscription = null;
	}
}
