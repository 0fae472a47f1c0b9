/** Whether everything recorded here has reached the server, kept current while a page is open, and what makes it so. */
import { isOnline, watchConnection } from '$lib/device';
import { liveQuery, storageError, type LocalDatabase } from '$lib/local-db';
import {
	exportQueue,
	needsPerson,
	readStatus,
	requestBackgroundSync,
	runSync,
	startTriggers,
	type KeptStatus,
	type SyncReport,
	type Triggers
} from '$lib/sync';
import { lazyTransfer } from '$lib/sync/lazy-transfer';
import { DomainError } from '$lib/domain/errors';
import { quarantinedItem, summarize, type SyncItem, type SyncWords } from './sync-words';

interface Snapshot {
	items: SyncItem[];
	status: Pick<KeptStatus, 'lastSuccessAt' | 'lastError'>;
}

export class SyncStatus {
	readonly #database: LocalDatabase;
	readonly #runSync: typeof runSync;
	#snapshot = $state.raw<Snapshot>({ items: [], status: { lastSuccessAt: null, lastError: null } });
	#runs = $state(0);
	#offline = $state(false);
	#failure = $state.raw<DomainError | null>(null);
	readonly #words: SyncWords = $derived(
		summarize({
			items: this.#snapshot.items,
			sending: this.#runs > 0,
			offline: this.#offline,
			lastError: this.#snapshot.status.lastError
		})
	);
	#triggers: Triggers | null = null;
	#stops: (() => void)[] = [];

	constructor(database: LocalDatabase, run: typeof runSync = runSync) {
		this.#database = database;
		this.#runSync = run;
	}

	/** How it stands, as data; `syncWords` of `sync-words` puts it in words. */
	get words(): SyncWords {
		return this.#words;
	}

	/** Everything that waits or needs a person: what needs one first, then the oldest. */
	get items(): readonly SyncItem[] {
		return this.#snapshot.items;
	}

	/** When the server last confirmed that nothing is missing, ISO 8601. */
	get lastSuccessAt(): string | null {
		return this.#snapshot.status.lastSuccessAt;
	}

	get sending(): boolean {
		return this.#runs > 0;
	}

	/** Why the tablet's own disk could not be read or written in the last run. */
	get failure(): DomainError | null {
		return this.#failure;
	}

	/** Follows the queue and sends whenever it can, until `stop`. */
	start(): void {
		this.stop();
		this.#offline = !isOnline();
		const subscription = liveQuery(() => readSnapshot(this.#database)).subscribe({
			next: (snapshot) => (this.#snapshot = snapshot),
			error: (error: unknown) => this.#fail(error)
		});
		this.#triggers = startTriggers({
			run: () => this.#run(false),
			leaveToBackground: () => this.#leaveToBackground(),
			failed: (error) => this.#fail(error)
		});
		this.#stops = [
			() => subscription.unsubscribe(),
			watchConnection((online) => (this.#offline = !online)),
			() => this.#triggers?.stop()
		];
	}

	stop(): void {
		for (const stop of this.#stops) stop();
		this.#stops = [];
		this.#triggers = null;
	}

	/** To be called after every write. */
	poke(): void {
		this.#triggers?.poke();
	}

	/** A person asks: everything is tried, also what was refused before. */
	async sendNow(): Promise<SyncReport> {
		return this.#run(true);
	}

	/** One JSON file of every unsent record and photo (`QueueFile` in `$lib/wire`). */
	async exportQueue(): Promise<Blob> {
		return exportQueue(this.#database);
	}

	/** A person has seen to a record the server kept apart: it is not shown here any more. The server still has it. */
	async dismissQuarantined(item: SyncItem): Promise<void> {
		await this.#database.quarantined.delete(Number(item.key));
	}

	async #run(again: boolean): Promise<SyncReport> {
		this.#runs += 1;
		try {
			const report = await this.#runSync({ database: this.#database, again, transfer: lazyTransfer });
			this.#failure = null;
			return report;
		} finally {
			this.#runs -= 1;
		}
	}

	async #leaveToBackground(): Promise<void> {
		const registration = await navigator.serviceWorker?.getRegistration();
		if (registration?.active) await requestBackgroundSync(this.#database, registration);
	}

	#fail(error: unknown): void {
		const known = storageError(error);
		if (!(known instanceof DomainError)) throw error;
		this.#failure = known;
	}
}

async function readSnapshot(database: LocalDatabase): Promise<Snapshot> {
	const [outbox, photos, quarantined, status] = await Promise.all([
		database.outbox.toArray(),
		database.photos.where('state').equals('waiting').toArray(),
		database.quarantined.toArray(),
		readStatus(database)
	]);
	const items: SyncItem[] = [
		...quarantined.map(quarantinedItem),
		...outbox.map(({ seq, type, at, bytes, attempts, lastError }): SyncItem => ({
			kind: 'entry',
			key: String(seq),
			type,
			since: at,
			bytes,
			attempts,
			problem: lastError,
			needsPerson: needsPerson(lastError)
		})),
		...photos.map(({ sha256, takenAt, bytes, attempts, lastError }): SyncItem => ({
			kind: 'photo',
			key: sha256,
			type: 'photo',
			since: takenAt,
			bytes,
			attempts,
			problem: lastError,
			needsPerson: needsPerson(lastError)
		}))
	];
	items.sort((a, b) => Number(b.needsPerson) - Number(a.needsPerson) || a.since.localeCompare(b.since));
	return { items, status };
}
