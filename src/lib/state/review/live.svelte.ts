/** News from the server at once, and who else is looking at a case. Without a network nothing of it is missed: the tablet pulls by itself. */
import type { Presence } from '$lib/sync/review';
import type { Tablet } from '../tablet.svelte';

export class Live {
	readonly #tablet: Tablet;
	#presence = $state.raw<readonly Presence[]>([]);
	#seen: string | null = null;
	#timer: ReturnType<typeof setInterval> | undefined;
	#isRunning = false;

	constructor(tablet: Tablet) {
		this.#tablet = tablet;
	}

	/** Names of the other people who look at a case now. */
	othersAt(suggestionId: string): string[] {
		const own = this.#tablet.session.person?.id;
		const there = this.#presence.filter((one) => one.suggestionId === suggestionId && one.personId !== own);
		const people = new Set(there.map(({ personId }) => personId));
		return [...people].flatMap((id) => this.#tablet.register.personById(id)?.name ?? []);
	}

	/** This case is on the screen; null for none. */
	look(suggestionId: string | null): void {
		this.#seen = suggestionId;
		if (this.#isRunning) void this.#say();
	}

	/** Returns how to stop. */
	start(): () => void {
		const ending = new AbortController();
		this.#isRunning = true;
		void this.#listen(ending.signal);
		return () => {
			ending.abort();
			clearInterval(this.#timer);
			this.#isRunning = false;
			this.#presence = [];
			this.#seen = null;
			void this.#say();
		};
	}

	async #listen(signal: AbortSignal): Promise<void> {
		const { database, sync } = this.#tablet;
		const loaded = await import('$lib/sync/review').catch(() => null);
		if (!loaded || signal.aborted) return;
		this.#timer = setInterval(() => void this.#say(), loaded.SAY_PRESENCE_EVERY_MS);
		void this.#say();
		await loaded.listen(database, signal, ({ position, presence }) => {
			if (position !== undefined) sync.poke();
			if (presence) this.#presence = presence;
		});
	}

	async #say(): Promise<void> {
		const { database, session } = this.#tablet;
		const loaded = await import('$lib/sync/review').catch(() => null);
		const personId = session.person?.id;
		const seen = this.#seen !== null && personId ? { suggestionId: this.#seen, personId } : null;
		await loaded?.sayPresence(database, seen);
	}
}
