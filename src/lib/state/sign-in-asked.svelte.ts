/** The server wants a sign-in before it takes anything: asked once, in words, and not again until it has taken records in between. */
import { dropSetting, liveQuery, readSetting, writeSetting, type LocalDatabase } from '$lib/local-db';
import { readStatus } from '$lib/sync';
import type { SyncStatus } from './sync-status.svelte';

export class SignInAsked {
	readonly #database: LocalDatabase;
	readonly #sync: Pick<SyncStatus, 'words'>;
	/** Null until it has been read whether somebody has put the question aside. */
	#putAside = $state<boolean | null>(null);
	#subscription: { unsubscribe(): void } | null = null;

	constructor(database: LocalDatabase, sync: Pick<SyncStatus, 'words'>) {
		this.#database = database;
		this.#sync = sync;
	}

	/** Whether to ask now. */
	get open(): boolean {
		return this.#putAside === false && this.#sync.words.state === 'sign-in';
	}

	start(): void {
		this.stop();
		this.#subscription = liveQuery(() => this.#read()).subscribe({
			next: ({ putAside, wanted }) => {
				this.#putAside = putAside;
				// The server accepts again: should it ask once more some day, so do we.
				if (putAside && !wanted) void dropSetting(this.#database, 'sign-in-put-aside').catch(() => undefined);
			},
			error: () => undefined
		});
	}

	stop(): void {
		this.#subscription?.unsubscribe();
		this.#subscription = null;
	}

	/** Not now. The badge goes on saying it; everything waits. */
	async putAside(): Promise<void> {
		this.#putAside = true;
		await writeSetting(this.#database, 'sign-in-put-aside', true);
	}

	async #read(): Promise<{ putAside: boolean; wanted: boolean }> {
		const [putAside, { lastError }] = await Promise.all([
			readSetting(this.#database, 'sign-in-put-aside'),
			readStatus(this.#database)
		]);
		return { putAside: putAside ?? false, wanted: lastError?.recovery === 'sign-in' };
	}
}
