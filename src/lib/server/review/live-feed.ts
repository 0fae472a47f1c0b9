/**
 * Tells tablets at once that something changed, and who looks at what. It asks the store, not this process: whichever instance took the
 * entry, all of them tell of it. Asked once a second for everybody together, and only while somebody listens.
 */
import type { LiveEvent } from '$lib/wire';
import type { Core } from '../core';
import { readPresence, type Present } from './presence';

const LOOK_EVERY_MS = 1000;
/** Proxies close connections on which nothing is said. */
const HEARTBEAT_MS = 15_000;

type Listener = (text: string) => void;

export class LiveFeed {
	readonly #core: Core;
	readonly #listeners = new Map<string, Set<{ tell: Listener; end: () => void }>>();
	readonly #last = new Map<string, { position: number; presence: string }>();
	#timer: ReturnType<typeof setInterval> | undefined;
	#beat: ReturnType<typeof setInterval> | undefined;
	#isLooking = false;

	constructor(core: Core) {
		this.#core = core;
	}

	/** Server-sent events (`LiveEvent`), from how things stand now on, until `stop` or the reader leaves. */
	open(site: string): ReadableStream<Uint8Array> {
		const encoder = new TextEncoder();
		let listener: { tell: Listener; end: () => void };
		return new ReadableStream({
			start: (controller) => {
				listener = {
					tell: (text) => controller.enqueue(encoder.encode(text)),
					end: () => controller.close()
				};
				this.#add(site, listener);
				const last = this.#last.get(site);
				if (last) listener.tell(said({ position: last.position }) + `data: {"presence":${last.presence}}\n\n`);
			},
			cancel: () => this.#remove(site, listener)
		});
	}

	/** Ends every stream: tablets come back by themselves. */
	stop(): void {
		clearInterval(this.#timer);
		clearInterval(this.#beat);
		this.#timer = undefined;
		for (const listeners of this.#listeners.values()) for (const { end } of listeners) end();
		this.#listeners.clear();
	}

	#add(site: string, listener: { tell: Listener; end: () => void }): void {
		const known = this.#listeners.get(site) ?? new Set();
		this.#listeners.set(site, known.add(listener));
		if (this.#timer) return;
		this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS);
		this.#beat = setInterval(() => this.#tellAll(': \n\n'), HEARTBEAT_MS);
		void this.#look();
	}

	#remove(site: string, listener: { tell: Listener; end: () => void }): void {
		const known = this.#listeners.get(site);
		known?.delete(listener);
		if (known?.size === 0) {
			this.#listeners.delete(site);
			this.#last.delete(site);
		}
		if (this.#listeners.size > 0) return;
		clearInterval(this.#timer);
		clearInterval(this.#beat);
		this.#timer = undefined;
	}

	async #look(): Promise<void> {
		if (this.#isLooking) return;
		this.#isLooking = true;
		try {
			for (const site of [...this.#listeners.keys()]) await this.#lookAt(site);
		} catch (error) {
			// The next look may succeed; meanwhile tablets ask by themselves, as they do without this.
			this.#core.log.debug({ error }, 'the live feed could not look');
		} finally {
			this.#isLooking = false;
		}
	}

	async #lookAt(site: string): Promise<void> {
		const row = await this.#core.db.selectFrom('sites').select('position').where('id', '=', site).executeTakeFirst();
		const presence = JSON.stringify(await readPresence(this.#core, site));
		const last = this.#last.get(site);
		const position = row?.position ?? 0;
		this.#last.set(site, { position, presence });
		let text = '';
		if (last?.position !== position) text += said({ position });
		if (last?.presence !== presence) text += `data: {"presence":${presence}}\n\n`;
		if (text) for (const { tell } of this.#listeners.get(site) ?? []) tell(text);
	}

	#tellAll(text: string): void {
		for (const listeners of this.#listeners.values()) for (const { tell } of listeners) tell(text);
	}
}

function said(event: LiveEvent): string {
	return `data: ${JSON.stringify(event)}\n\n`;
}

export type { Present };
