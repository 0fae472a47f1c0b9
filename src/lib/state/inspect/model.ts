/** What an inspection needs of the models: an answer for every photo, also when no model could speak. */
import type { Capture } from '$lib/domain/capture';
import type { Frame, Part } from '$lib/domain/site';
import type { Suggestion } from '$lib/domain/suggestion';
import type { Embedding } from '$lib/vision/client';

export type { Embedding };

export interface Look {
	suggestion: Omit<Suggestion, 'id' | 'captureId'>;
	/** Null when the model could not look: then nothing is learned from this photo. */
	embedding: Embedding | null;
}

export interface Model {
	/** Gets ready for this part in the background: never rejects. */
	prepare(part: Part): Promise<void>;
	/** Closes the bitmap. Never rejects: a model that fails gives `NO_SUGGESTION`. */
	look(part: Part, picture: ImageBitmap, frame: Frame, signal: AbortSignal): Promise<Look>;
	confirm(part: Part, capture: Capture, confirmed: string, embedding: Embedding): Promise<void>;
	withdraw(part: Part, captureId: string): Promise<void>;
}

/** What is on record when no model spoke. */
export const NO_SUGGESTION: Look = {
	suggestion: {
		kind: 'defect',
		candidates: [],
		conformalSet: [],
		coverage: null,
		anomaly: null,
		novelty: null,
		nearest: [],
		usability: [],
		heatMap: null,
		model: null,
		tookMs: 0
	},
	embedding: null
};
