/** What the vision client and its worker say to each other: the words both sides import. */
import type { Frame } from '$lib/domain/site';
import type { HeatMap, ModelStamp, Suggestion, UsabilityIssue } from '$lib/domain/suggestion';

export type Backend = ModelStamp['backend'];

/** What a photo looks like to the backbone, kept so that a confirmed capture can be learned without its photo. */
export interface Embedding {
	/** Patch grid, rows and columns, border dropped. */
	rows: number;
	columns: number;
	/** Patch features `[rows * columns, channels]`, row by row, quantised: value = byte * scale + offset. */
	patches: Uint8Array;
	scale: number;
	offset: number;
	/** Backbone and preprocessing it came from; embeddings of another version are not mixed in. */
	version: string;
}

/** A capture whose class a person has confirmed. */
export interface Example {
	captureId: string;
	/** `good` or a defect class of the part. */
	class: string;
	embedding: Embedding;
}

export interface StartOptions {
	backend: Backend;
	/** Address of the folder with the backbone's files. */
	backbone: string;
}

/** How fast one backend is on this device and what it answers; `answer` is compared with that of wasm. */
export interface BackendTrial {
	/** Milliseconds of one backbone pass with its answer read back, median after warm-up. */
	medianMs: number;
	/** Pooled patch features of a fixed drawn picture, from which embeddings and suggestions are made. */
	answer: Float32Array;
}

export interface BackendMeasurement {
	backend: Backend;
	/** Milliseconds of one backbone pass, median after warm-up; null when it failed or disagreed with wasm. */
	medianMs: number | null;
	/** Greatest difference from wasm's answer, as a fraction of the range of that answer; null when it failed. */
	difference: number | null;
}

export interface Started {
	backend: Backend;
	backboneId: string;
	backboneHash: string;
	embeddingVersion: string;
}

export type Progress = (done: number, total: number) => void;

/** A suggestion without the ids that the page gives it, and the embedding to learn from once a person has decided. */
export interface SuggestionResult {
	suggestion: Omit<Suggestion, 'id' | 'captureId'>;
	embedding: Embedding;
}

/** What the worker knows of one part after teaching. */
export interface PackState {
	packId: string;
	examples: Record<string, number>;
	tookMs: number;
}

/**
 * Served by the worker through Comlink. Every picture is transferred in, and closed by the worker. One request runs at a time;
 * one with a person waiting goes first. Failures cross the thread as `Failure` of `errors.ts`.
 */
export interface VisionWorker {
	/** Loads backend and backbone and runs one pass to warm up. Done once in a worker's life. */
	start(options: StartOptions): Promise<Started>;
	/** Whether this backend would run on the device's graphics chip here; in software it is slower than wasm. */
	hasHardware(backend: Backend): Promise<boolean>;
	/** Times the backend that was started; stops after a few passes or seconds. */
	measure(): Promise<BackendTrial>;
	/** Replaces what is known of a part: memory bank, head and calibration are built from these examples. */
	openPack(
		packId: string,
		classes: string[],
		examples: Example[],
		progress: Progress | null,
		ticket: string
	): Promise<PackState>;
	/** Adds one confirmed capture (or replaces it, by `captureId`) and refits the head. */
	learn(packId: string, example: Example): Promise<PackState>;
	/** Takes one confirmed capture back out. */
	forget(packId: string, captureId: string): Promise<PackState>;
	/** The embedding alone, for teaching from pictures whose class is already known. */
	embed(picture: ImageBitmap, frame: Frame, ticket: string): Promise<Embedding>;
	suggest(packId: string, picture: ImageBitmap, frame: Frame, ticket: string): Promise<SuggestionResult>;
	/** Whether a live picture could be judged, were it taken now: no backbone, a few milliseconds. */
	check(picture: ImageBitmap, frame: Frame): Promise<UsabilityIssue[]>;
	/** Takes back the request with this ticket, if it has not begun; that request then fails. */
	cancel(ticket: string): void;
}

export type { HeatMap, ModelStamp };
