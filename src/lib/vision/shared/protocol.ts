/** What the vision client and its worker say to each other: the words both sides import. */
import type { Frame } from '$lib/domain/site';
import type { HeatMap, ModelStamp, Suggestion } from '$lib/domain/suggestion';

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
	/** The backend measured best on this device earlier; null to measure now. */
	backend: Backend | null;
}

export interface BackendMeasurement {
	backend: Backend;
	/** Milliseconds of one backbone pass, median after warm-up; null when it failed or disagreed with wasm. */
	medianMs: number | null;
	/** Greatest relative difference from wasm's answer; null when it failed. */
	difference: number | null;
}

export interface Started {
	backend: Backend;
	measurements: BackendMeasurement[];
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

/** Served by the worker through Comlink. Every picture is transferred in, and closed by the worker. */
export interface VisionWorker {
	/** Loads the backbone, chooses the backend, runs one pass to warm up. */
	start(options: StartOptions): Promise<Started>;
	/** Replaces what is known of a part: memory bank, head and calibration are built from these examples. */
	openPack(packId: string, classes: string[], examples: Example[], progress?: Progress): Promise<PackState>;
	/** Adds one confirmed capture (or replaces it, by `captureId`) and refits the head. */
	learn(packId: string, example: Example): Promise<PackState>;
	/** Takes one confirmed capture back out. */
	forget(packId: string, captureId: string): Promise<PackState>;
	/** The embedding alone, for teaching from pictures whose class is already known. */
	embed(picture: ImageBitmap, frame: Frame): Promise<Embedding>;
	suggest(packId: string, picture: ImageBitmap, frame: Frame): Promise<SuggestionResult>;
}

export type { HeatMap, ModelStamp };
