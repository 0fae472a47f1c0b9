/** Whether everything recorded here has reached the server, kept current while a page is open, and what makes it so. */
import { isOnline, watchConnection } from '$lib/device';
import { follow, storageError, LocalDatabase } from '$lib/local-db';
import {
	readStatus,
	requestBackgroundSync,
	startTriggers,
	type KeptStatus,
	type MissingRecords,
	type runSync,
	type SyncReport,
	type Triggers
} from '$lib/sync';
import { lazyRun } from '$lib/sync/lazy-run';
import { lazyTransfer } from '$lib/sync/lazy-transfer';
import { DomainError } from '$lib/domain/errors';
import { countQueue } from './queue/count';
import { summarize, type QueueCounts, type SyncItem, type SyncWords } from './sync-words';

/** While a long queue drains it changes many times a second; people read slower. */
const LOOK_EVERY_MS = 300;

interface Snapshot {
	counts: QueueCounts;
	status: Pick<KeptStatus, 'lastSuccessAt' | 'lastError'>;
}

const NOTHING: QueueCounts = { entries: 0, decisions: 0, photos: 0, carried: 0, quarantined: 0, attention: 0 };

export class SyncStatus {
	readonly #database: LocalDatabase;
	/** Of its own, so that what is sent and received is written behind what people write. */
	readonly #transit: LocalDatabase;
	readonly #runSync: typeof runSync;
	/** Null until the queue has been read: nothing is known to be sent before. */
	#snapshot = $state.raw<Snapshot | null>(null);
	#runs = $state(0);
	#offline = $state(false);
	#failure = $state.raw<DomainError | null>(null);
	readonly #words: SyncWords = $derived(
		summarize({
			counts: this.counts,
			sending: this.#runs > 0,
			offline: this.#offline,
			lastError: this.#snapshot?.status.lastError ?? null
		})
	);
	#triggers: Triggers | null = null;
	#stops: (() => void)[] = [];

	constructor(database: LocalDatabase, run: typeof runSync = lazyRun) {
		this.#database = database;
		this.#transit = new LocalDatabase(database.name, 'relaxed');
		this.#runSync = run;
	}

	/** Whether the queue has been read. */
	get known(): boolean {
		return this.#snapshot !== null;
	}

	/** How it stands, as data; `syncWords` of `sync-words` puts it in words. */
	get words(): SyncWords {
		return this.#words;
	}

	/** How many things wait or need a person. */
	get total(): number {
		const { entries, photos, carried, quarantined } = this.counts;
		return entries + photos + carried + quarantined;
	}

	/** Changes with every reading of the queue: what shows a page of it reads that again. */
	get counts(): QueueCounts {
		return this.#snapshot?.counts ?? NOTHING;
	}

	/** The first of what waits or needs a person: what needs one first, then the oldest. */
	async items(limit: number): Promise<SyncItem[]> {
		const { readQueue } = await import('./queue/waiting');
		return readQueue(this.#database, limit);
	}

	/** Bytes of everything that waits. */
	async bytes(): Promise<number> {
		const { queueBytes } = await import('./queue/waiting');
		return queueBytes(this.#database);
	}

	/** When the server last confirmed that nothing is missing, ISO 8601. */
	get lastSuccessAt(): string | null {
		return this.#snapshot?.status.lastSuccessAt ?? null;
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
		const stopFollowing = follow(
			this.#database,
			['outbox', 'photos', 'carried', 'quarantined', 'settings'],
			() => readSnapshot(this.#database),
			{ next: (snapshot) => (this.#snapshot = snapshot), error: (error) => this.#fail(error) },
			LOOK_EVERY_MS
		);
		this.#triggers = startTriggers({
			run: () => this.#run(false),
			leaveToBackground: () => this.#leaveToBackground(),
			failed: (error) => this.#fail(error)
		});
		this.#stops = [stopFollowing, watchConnection((online) => (this.#offline = !online)), () => this.#triggers?.stop()];
	}

	stop(): void {
		for (const stop of this.#stops) stop();
		this.#stops = [];
		this.#triggers = null;
		// Opened again with the next run.
		this.#transit.close({ disableAutoOpen: false });
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
		const { exportQueue } = await import('$lib/sync/files');
		return exportQueue(this.#database);
	}

	/** A person has seen to a record the server kept apart: it is not shown here any more. The server still has it. */
	async dismissQuarantined(item: SyncItem): Promise<void> {
		await this.#database.quarantined.delete(Number(item.key));
	}

	/** What the server misses of this tablet; empty where nothing is known to be, or it cannot be asked. */
	async missing(): Promise<MissingRecords[]> {
		const loaded = await import('$lib/sync/missing').catch(() => null);
		if (!loaded) return [];
		return loaded.fetchMissing(this.#database).catch((error: unknown) => {
			if (error instanceof DomainError) return [];
			throw error;
		});
	}

	async #run(again: boolean): Promise<SyncReport> {
		this.#runs += 1;
		try {
			const report = await this.#runSync({ database: this.#transit, again, transfer: lazyTransfer });
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
	const [counts, status] = await Promise.all([countQueue(database), readStatus(database)]);
	return { counts, status };
}
