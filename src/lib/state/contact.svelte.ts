/** How long this tablet has been without its server, and whether it may still take PINs. */
import { countTimeWithoutServer, takesPins, type TimeWithoutServer } from '$lib/domain/pin';
import { liveQuery, readSetting, whereRoom, writeSetting, type LocalDatabase } from '$lib/local-db';
import type { Register } from './register.svelte';

/** What passes unseen when the clock is set back right after a restart is at most this. */
const COUNT_EVERY_MS = 30_000;

export class Contact {
	readonly #database: LocalDatabase;
	readonly #register: Register;
	readonly #now: () => number;
	#time = $state.raw<TimeWithoutServer | null>(null);
	#timer: ReturnType<typeof setInterval> | undefined;
	#subscription: { unsubscribe(): void } | null = null;

	constructor(database: LocalDatabase, register: Register, now: () => number) {
		this.#database = database;
		this.#register = register;
		this.#now = now;
	}

	/** True once the tablet has been without its server for longer than the site allows. The next contact makes it false again. */
	get needed(): boolean {
		return this.#time !== null && !takesPins(this.#time, this.#register.settings);
	}

	/** How long the site lets a tablet take PINs without its server, in hours. */
	get allowedHours(): number {
		return this.#register.settings.pinOfflineHours;
	}

	async start(): Promise<void> {
		this.stop();
		await this.count();
		this.#timer = setInterval(() => void this.count().catch(() => undefined), COUNT_EVERY_MS);
		this.#subscription = liveQuery(() => readSetting(this.#database, 'time-without-server')).subscribe({
			next: (time) => (this.#time = time),
			error: () => undefined
		});
	}

	stop(): void {
		clearInterval(this.#timer);
		this.#subscription?.unsubscribe();
		this.#subscription = null;
	}

	/** Counts up to now. A tablet that has never counted begins here. On a full disk it is counted again from where it was. */
	async count(): Promise<void> {
		const database = this.#database;
		const now = this.#now();
		await whereRoom(() =>
			database.transaction('rw', database.settings, async () => {
				const known = await readSetting(database, 'time-without-server');
				const counted = known ? countTimeWithoutServer(known, now) : { countedMs: 0, upTo: now };
				this.#time = counted;
				await writeSetting(database, 'time-without-server', counted);
			})
		);
	}
}
