/** Taking over another tablet's file: chosen, read and checked, shown, and kept only when the person says so. */
import { readQueueFile, takeOver, type QueueFileContent } from '$lib/sync/files';
import type { Tablet } from '../tablet.svelte';

/** What a file holds, for a person to say yes or no to. */
export interface FileSummary {
	/** The tablets whose records these are. */
	tablets: string[];
	/** Records by person, most first; null for records of a tablet itself. */
	people: { name: string | null; entries: number }[];
	entries: number;
	photos: number;
	/** When the first and the last of them were made, ISO 8601; null without records. */
	from: string | null;
	to: string | null;
	damaged: QueueFileContent['damaged'];
	doubtful: number;
}

export class TakeOver {
	readonly #tablet: Tablet;
	#content = $state.raw<QueueFileContent | null>(null);
	#step = $state<'idle' | 'reading' | 'asking' | 'keeping' | 'done'>('idle');
	#failure = $state.raw<unknown>(null);
	readonly #summary: FileSummary | null = $derived.by(() => this.#content && this.#summarize(this.#content));

	constructor(tablet: Tablet) {
		this.#tablet = tablet;
	}

	get step(): 'idle' | 'reading' | 'asking' | 'keeping' | 'done' {
		return this.#step;
	}

	get summary(): FileSummary | null {
		return this.#summary;
	}

	/** Why the file was not taken over; nothing of it is lost by that. */
	get failure(): unknown {
		return this.#failure;
	}

	async read(file: Blob): Promise<void> {
		this.#failure = null;
		this.#step = 'reading';
		try {
			this.#content = await readQueueFile(file, {
				siteId: this.#tablet.register.site?.id ?? '',
				keyOf: (id) => this.#tablet.register.deviceById(id)?.publicKey ?? null,
				nameOf: (id) => this.#nameOf(id)
			});
			this.#step = 'asking';
		} catch (error) {
			this.#failure = error;
			this.#step = 'idle';
		}
	}

	cancel(): void {
		this.#content = null;
		this.#step = 'idle';
	}

	/** Keeps it on this tablet, durably, and sends it as soon as that is possible. */
	async confirm(): Promise<void> {
		if (!this.#content || this.#step !== 'asking') return;
		this.#step = 'keeping';
		try {
			await takeOver(this.#tablet.database, this.#content, (id) => this.#nameOf(id));
			this.#step = 'done';
			this.#tablet.sync.poke();
		} catch (error) {
			this.#failure = error;
			this.#step = 'idle';
		}
	}

	#nameOf(deviceId: string): string | null {
		return this.#tablet.register.deviceById(deviceId)?.name ?? null;
	}

	#summarize({ entries, photos, damaged, doubtful }: QueueFileContent): FileSummary {
		const devices = new Set(entries.map(({ device }) => device));
		const times = entries.map(({ at }) => at).sort();
		const people = Map.groupBy(entries, ({ actor }) => actor.personId);
		return {
			tablets: [...devices].map((id) => this.#nameOf(id) ?? id),
			people: [...people]
				.map(([id, own]) => ({
					name: id === null ? null : (this.#tablet.register.personById(id)?.name ?? id),
					entries: own.length
				}))
				.sort((one, other) => other.entries - one.entries),
			entries: entries.length,
			photos: photos.length,
			from: times[0] ?? null,
			to: times.at(-1) ?? null,
			damaged,
			doubtful
		};
	}
}
