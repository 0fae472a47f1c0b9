/** The installed app: puts the service worker in place, says when a new version waits, and applies it when nobody is in the middle of something. */

import { createContext, untrack } from 'svelte';

/** How often an open page asks for a new version; tablets stay open for days. */
const ASK_EVERY_MS = 60 * 60_000;

/**
 * The new worker takes over within 2 s. Chromium sometimes forgets it, for 5 minutes, where the old one is asked for a file just then
 * (seen in version 156); a page that is loaded anew brings it about.
 */
const TAKES_OVER_WITHIN_MS = 4_000;

/** What the service worker understands (`src/service-worker/messages.ts`). */
const SKIP_WAITING = { type: 'skip-waiting' } as const;
const keep = (urls: readonly string[]) => ({ type: 'keep', urls }) as const;

export interface AppUpdateOptions {
	container: ServiceWorkerContainer | undefined;
	/** Loads the page anew, from the new version. */
	reload: () => void;
}

export class AppUpdate {
	readonly #container: ServiceWorkerContainer | undefined;
	readonly #reload: () => void;
	#waiting = $state.raw<ServiceWorker | null>(null);
	#busy = $state(false);
	#wanted = false;
	/** The page runs the old version although the new one has taken over, in another tab for instance. */
	#outdated = false;
	#registration: ServiceWorkerRegistration | null = null;
	#offline = $state<'not-yet' | 'ready' | 'unavailable'>('not-yet');
	#timer: ReturnType<typeof setInterval> | undefined;
	#takeOver: ReturnType<typeof setTimeout> | undefined;
	#listeners = new AbortController();

	constructor({ container, reload }: AppUpdateOptions) {
		this.#container = container;
		this.#reload = reload;
	}

	/** A new version is on the tablet and waits to be applied. */
	get ready(): boolean {
		return this.#waiting !== null;
	}

	/** Whether the app starts without a network; `unavailable` on plain http and in private windows, where it works online only. */
	get offline(): 'not-yet' | 'ready' | 'unavailable' {
		return this.#offline;
	}

	/** True while a capture or a form is in hand: nothing is reloaded then. */
	get busy(): boolean {
		return this.#busy;
	}

	set busy(busy: boolean) {
		this.#busy = busy;
		// An effect that says so must not come to depend on it: it would run without end.
		untrack(() => this.#goOn());
	}

	/** Registers the service worker and follows it until `stop`. Never throws: see `offline`. */
	async start(url = '/service-worker.js'): Promise<void> {
		this.stop();
		const container = this.#container;
		try {
			if (container) await this.#register(container, url);
			else this.#offline = 'unavailable';
		} catch {
			this.#offline = 'unavailable';
		}
	}

	async #register(container: ServiceWorkerContainer, url: string): Promise<void> {
		this.#listeners = new AbortController();
		const { signal } = this.#listeners;
		// The very first worker takes over the page it came with: that is no update.
		let controlled = container.controller !== null;
		container.addEventListener(
			'controllerchange',
			() => {
				this.#outdated = controlled;
				controlled = true;
				this.#goOn();
			},
			{ signal }
		);
		const registration = await container.register(url, { updateViaCache: 'none' });
		this.#registration = registration;
		void container.ready.then(() => (this.#offline = 'ready'));
		this.#watch(registration.installing, signal);
		if (registration.waiting && container.controller) this.#waiting = registration.waiting;
		registration.addEventListener('updatefound', () => this.#watch(registration.installing, signal), { signal });
		this.#timer = setInterval(() => void this.check(), ASK_EVERY_MS);
	}

	stop(): void {
		this.#listeners.abort();
		clearInterval(this.#timer);
		clearTimeout(this.#takeOver);
	}

	/** Asks the server for a new version; without a network the next time will do. */
	async check(): Promise<void> {
		await this.#registration?.update().catch(() => undefined);
	}

	/** Applies the new version: now, or when the inspection in hand is done. The page is loaded anew. */
	apply(): void {
		this.#wanted = true;
		this.#goOn();
	}

	/**
	 * The server no longer understands this version: gets the new one and applies it, or loads the page anew where none is to be had.
	 * Waits, as `apply` does, while somebody is in the middle of something.
	 */
	async updateNow(): Promise<void> {
		this.#wanted = true;
		await this.check();
		if (this.#waiting || this.#registration?.installing) return this.#goOn();
		this.#outdated = true;
		this.#goOn();
	}

	/** Has the service worker fetch sample pictures and drawings now, so that they are there without a network. */
	async keepForOffline(urls: readonly string[]): Promise<void> {
		const registration = await this.#container?.ready;
		registration?.active?.postMessage(keep(urls));
	}

	#watch(worker: ServiceWorker | null, signal: AbortSignal): void {
		worker?.addEventListener(
			'statechange',
			() => {
				// Without a controller this is the first install, which nobody has to wait for.
				if (worker.state === 'installed' && this.#container?.controller) this.#waiting = worker;
				this.#goOn();
				if (worker.state === 'activated' && this.#waiting === worker) this.#waiting = null;
			},
			{ signal }
		);
	}

	#goOn(): void {
		if (this.#busy) return;
		if (this.#outdated) return this.#reload();
		if (!this.#wanted || !this.#waiting) return;
		this.#waiting.postMessage(SKIP_WAITING);
		clearTimeout(this.#takeOver);
		this.#takeOver = setTimeout(() => {
			this.#outdated = true;
			this.#goOn();
		}, TAKES_OVER_WITHIN_MS);
	}
}

export const [getAppUpdate, setAppUpdate] = createContext<AppUpdate>();
