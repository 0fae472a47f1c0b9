/** What this tablet has learned about each part: taught from its own confirmed captures, kept on its disk, ready before the shutter. */
import type { Capture } from '$lib/domain/capture';
import type { Frame, Part } from '$lib/domain/site';
import type { UsabilityIssue } from '$lib/domain/suggestion';
import { readSetting, writeSetting, type LocalDatabase } from '$lib/local-db';
import type { BackendMemory, Embedding, VisionClient } from '$lib/vision/client';
import { createContext } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import * as v from 'valibot';
import { NO_SUGGESTION, type Look, type Model } from './inspect/model';
import type { PackExamples, Untaught } from './pack-examples';

export type PackStatus =
	| { phase: 'cold' }
	| { phase: 'starting' }
	/** `msLeft` is null until the pace is known. */
	| { phase: 'teaching'; done: number; total: number; msLeft: number | null }
	/** `leftOut`: known pictures not learned from: made by an older model and their photos gone, or teaching was stopped. */
	| { phase: 'ready'; examples: Record<string, number>; leftOut: number }
	/** The person decides without a suggestion; everything confirmed so far is kept. */
	| { phase: 'failed'; error: unknown };

const COLD: PackStatus = { phase: 'cold' };

interface Preparing {
	done: Promise<void>;
	cancel: AbortController;
}

export class Packs implements Model {
	readonly #database: LocalDatabase;
	readonly #loadVision: () => Promise<VisionClient>;
	#vision: Promise<VisionClient> | null = null;
	readonly #statuses = new SvelteMap<string, PackStatus>();
	/** Running preparations by part. */
	readonly #preparing: Record<string, Preparing | undefined> = {};

	/** @param loadVision called with the first part, once: the page can be used before */
	constructor(database: LocalDatabase, loadVision: () => Promise<VisionClient>) {
		this.#database = database;
		this.#loadVision = loadVision;
	}

	statusOf(partId: string): PackStatus {
		return this.#statuses.get(partId) ?? COLD;
	}

	/**
	 * Opens a part's pack: what was confirmed on this tablet, and on a demo part its sample pictures, is taught as far as that has
	 * not happened yet. Called after every scan; a part that is ready is only warmed up again. Never rejects: see `statusOf`.
	 */
	prepare(part: Part): Promise<void> {
		const running = this.#preparing[part.id];
		if (running) return running.done;
		const cancel = new AbortController();
		const done = this.#prepare(part, cancel.signal)
			.catch((error: unknown) => this.#set(part.id, { phase: 'failed', error }))
			.finally(() => (this.#preparing[part.id] = undefined));
		this.#preparing[part.id] = { done, cancel };
		return done;
	}

	/** Stops teaching: the pack opens with what has been taught. The rest is taught when the app is next started. */
	cancel(partId: string): void {
		this.#preparing[partId]?.cancel.abort();
	}

	/** What the models make of a photo. Closes the picture. Never rejects: `NO_SUGGESTION` when they cannot look. */
	async look(part: Part, picture: ImageBitmap, frame: Frame, signal: AbortSignal): Promise<Look> {
		try {
			if (this.statusOf(part.id).phase !== 'ready') await this.prepare(part);
			const vision = await this.#openVision();
			return await vision.suggest(part.id, picture, frame, { signal });
		} catch (error) {
			picture.close();
			if (!signal.aborted) this.#set(part.id, { phase: 'failed', error });
			return NO_SUGGESTION;
		}
	}

	/** What would be wrong with a live picture as a capture; none while the models are busy. Closes the picture. */
	async check(picture: ImageBitmap, frame: Frame): Promise<readonly UsabilityIssue[]> {
		try {
			const vision = await this.#openVision();
			return (await vision.check(picture, frame)) ?? [];
		} catch {
			picture.close();
			return [];
		}
	}

	/** Learns from a decision: on the disk first, then in the worker. A worker that is gone learns it when it is next started. */
	async confirm(part: Part, capture: Capture, confirmed: string, embedding: Embedding): Promise<void> {
		await this.#change(part, async (examples) => {
			const example = await examples.confirm(capture, confirmed, embedding);
			return (await this.#openVision()).learn(part.id, example);
		});
	}

	/** Unlearns a decision that was taken back. */
	async withdraw(part: Part, captureId: string): Promise<void> {
		await this.#change(part, async (examples) =>
			(await examples.withdraw(captureId)) ? (await this.#openVision()).forget(part.id, captureId) : null
		);
	}

	async #change(
		part: Part,
		work: (examples: PackExamples) => Promise<{ examples: Record<string, number> } | null>
	): Promise<void> {
		try {
			// A pack that is being opened would miss the change, or learn it twice.
			await this.#preparing[part.id]?.done;
			const state = await work(await this.#examplesOf(part));
			const status = this.statusOf(part.id);
			if (state) {
				const leftOut = status.phase === 'ready' ? status.leftOut : 0;
				this.#set(part.id, { phase: 'ready', examples: state.examples, leftOut });
			}
		} catch (error) {
			this.#set(part.id, { phase: 'failed', error });
		}
	}

	async #prepare(part: Part, signal: AbortSignal): Promise<void> {
		const before = this.statusOf(part.id);
		const vision = await this.#openVision();
		if (before.phase === 'ready') {
			await vision.warmUp(part.id);
			return;
		}
		this.#set(part.id, { phase: 'starting' });
		const { embeddingVersion } = await vision.start();
		const examples = await this.#examplesOf(part);
		const untaught = await examples.untaught(embeddingVersion);
		const leftOut = await this.#teach(part.id, examples, untaught, signal);
		const source = { classes: examples.classes, examples: () => examples.read(embeddingVersion) };
		const state = await vision.openPack(part.id, source, { progress: this.#pace(part.id) });
		this.#set(part.id, { phase: 'ready', examples: state.examples, leftOut });
	}

	#openVision(): Promise<VisionClient> {
		this.#vision ??= this.#loadVision().catch((error: unknown) => {
			this.#vision = null;
			throw error;
		});
		return this.#vision;
	}

	/** Loaded with the first part: the page can be used before. */
	async #examplesOf(part: Part): Promise<PackExamples> {
		const { PackExamples } = await import('./pack-examples');
		return new PackExamples(this.#database, part);
	}

	/** Computes and keeps the embeddings that are missing. Returns how many are missing still. */
	async #teach(
		partId: string,
		examples: PackExamples,
		untaught: readonly Untaught[],
		signal: AbortSignal
	): Promise<number> {
		const report = this.#pace(partId);
		const vision = await this.#openVision();
		let leftOut = untaught.length;
		for (const [index, picture] of untaught.entries()) {
			if (signal.aborted) break;
			report(index, untaught.length);
			const bitmap = await openBitmap(picture);
			if (!bitmap) continue;
			await examples.keep(picture, await vision.embed(bitmap, picture.frame));
			leftOut--;
		}
		return leftOut;
	}

	/** Shows progress with the time left at the pace so far. */
	#pace(partId: string): (done: number, total: number) => void {
		const begun = performance.now();
		return (done, total) => {
			const msLeft = done > 0 ? ((performance.now() - begun) / done) * (total - done) : null;
			this.#set(partId, { phase: 'teaching', done, total, msLeft });
		};
	}

	#set(partId: string, status: PackStatus): void {
		this.#statuses.set(partId, status);
	}
}

/** Packs over this browser's own vision worker, which remembers on this tablet's disk what it measured. */
export function createPacks(database: LocalDatabase, appVersion: string): Packs {
	return new Packs(database, async () => {
		const { BackendRecord, createVisionClient } = await import('$lib/vision/client');
		const memory: BackendMemory = {
			async read() {
				const parsed = v.safeParse(BackendRecord, await readSetting(database, 'vision-backend'));
				return parsed.success ? parsed.output : null;
			},
			write: (record) => writeSetting(database, 'vision-backend', record)
		};
		return createVisionClient(appVersion, memory);
	});
}

/** Null when the photo is not on this tablet, or no longer a picture. */
async function openBitmap(picture: Untaught): Promise<ImageBitmap | null> {
	const blob = await picture.open();
	return blob ? createImageBitmap(blob).catch(() => null) : null;
}

/** One set of packs for all floor screens: what was opened for one page serves the next. */
export const [getPacks, setPacks] = createContext<Packs>();
