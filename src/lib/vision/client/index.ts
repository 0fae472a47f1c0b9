/** The page's only door to the models: start, teach, suggest, stop. */
import type { BackendMemory } from './vision-client';
import { VisionClient } from './vision-client';

export { BackendRecord, TOLERANCE } from './backend-choice';
export { VisionClient } from './vision-client';
export { readEmbedding } from '../shared/embedding';
export type { BackendMemory, PackSource, RequestOptions } from './vision-client';
export {
	BackboneUnavailable,
	BackendUnavailable,
	OtherEmbeddingVersion,
	PackNotOpen,
	VisionRequestRefused,
	VisionWorkerLost
} from '../shared/errors';
export type {
	Backend,
	BackendMeasurement,
	Embedding,
	Example,
	PackState,
	Progress,
	Started,
	SuggestionResult
} from '../shared/protocol';

/** A client for this browser. Nothing is loaded before its first use. */
export function createVisionClient(appVersion: string, memory: BackendMemory): VisionClient {
	return new VisionClient({
		spawn: () => new Worker(new URL('../worker/index.ts', import.meta.url), { type: 'module', name: 'vision' }),
		backbone: new URL('/models/backbone', location.origin).href,
		appVersion,
		userAgent: navigator.userAgent,
		memory
	});
}
