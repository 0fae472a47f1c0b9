/** What keeps this tablet's data safe: room, the browser's promise to keep it, and the app on the home screen. */
import { Installer, keepForGood, runsLow, storageState, type InstallWay, type StorageState } from '$lib/device';
import { follow, holdReserve, makeRoom, readSetting, type LocalDatabase } from '$lib/local-db';
import { createContext } from 'svelte';

/** Photos come and go; asking the browser how much room is left takes it a while. */
const LOOK_EVERY_MS = 20_000;
/** Freed at a time while room is short, of photos that the server has. */
const FREE_BYTES = 50_000_000;

export class TabletCare {
	readonly #database: LocalDatabase;
	#storage = $state.raw<StorageState | null>(null);
	#reserveHeld = $state(true);
	#installWay = $state.raw<InstallWay | null>(null);
	#installer: Installer | null = null;
	#stopFollowing: () => void = () => undefined;

	constructor(database: LocalDatabase) {
		this.#database = database;
	}

	/** Null until it has been asked for. */
	get storage(): StorageState | null {
		return this.#storage;
	}

	/** The room runs out: a person should know before a photo does not fit. */
	get roomIsLow(): boolean {
		return !this.#reserveHeld || (this.#storage !== null && runsLow(this.#storage));
	}

	/** How the app comes to the home screen here; null until `start`. */
	get installWay(): InstallWay | null {
		return this.#installWay;
	}

	/** To be called early: the browser offers to install once, soon after the page has loaded. */
	start(): void {
		this.stop();
		this.#installer = new Installer((way) => (this.#installWay = way));
		this.#installWay = this.#installer.way;
		this.#stopFollowing = follow(
			this.#database,
			['photos', 'settings'],
			() => this.#findRoom(),
			// Where the database does not answer, the tablet itself says so.
			{ next: () => undefined, error: () => undefined },
			LOOK_EVERY_MS
		);
	}

	stop(): void {
		this.#installer?.stop();
		this.#installer = null;
		this.#stopFollowing();
	}

	async look(): Promise<void> {
		this.#storage = await storageState();
	}

	async #findRoom(): Promise<void> {
		await this.look();
		// Only on a tablet that works: whoever looks in to enrol it fills nothing.
		if (await readSetting(this.#database, 'identity')) this.#reserveHeld = await holdReserve(this.#database);
		// What is freed is seen with the next look, which this change of the photos brings about.
		if (this.roomIsLow) await makeRoom(this.#database, FREE_BYTES);
	}

	/** Asks the browser to keep the data for good. True when it agreed. */
	async keep(): Promise<boolean> {
		const kept = await keepForGood();
		await this.look();
		return kept;
	}

	/** Shows the browser's own question. Only from a touch. */
	async install(): Promise<void> {
		await this.#installer?.prompt();
	}
}

export const [getTabletCare, setTabletCare] = createContext<TabletCare>();
