/** What keeps this tablet's data safe: room, the browser's promise to keep it, and the app on the home screen. */
import { Installer, keepForGood, storageState, type InstallWay, type StorageState } from '$lib/device';
import { createContext } from 'svelte';

export class TabletCare {
	#storage = $state.raw<StorageState | null>(null);
	#installWay = $state.raw<InstallWay | null>(null);
	#installer: Installer | null = null;

	/** Null until it has been asked for. */
	get storage(): StorageState | null {
		return this.#storage;
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
	}

	stop(): void {
		this.#installer?.stop();
		this.#installer = null;
	}

	async look(): Promise<void> {
		this.#storage = await storageState();
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
