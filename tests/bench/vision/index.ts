/** `npm run bench -- vision --data DIR`: what the models reach on a folder of photos, with the app's own code on the wasm backend. */
import { fileURLToPath } from 'node:url';
import { existsSync } from 'node:fs';
import { PREPROCESSING } from '$lib/vision/worker/preprocess';
import { measureAnomaly } from './anomaly';
import { measureClasses, measureFewShot } from './classes';
import { BadDataSet, readDataSet } from './data-set';
import { measureLatency } from './latency';
import { embedAll, startEngine } from './model';

const DEFAULT_DATA = fileURLToPath(new URL('../../../../shared/data/magnetic-tile', import.meta.url));

/** @throws BadDataSet when the folder cannot be measured */
export async function run(options: { data?: string; json: boolean }): Promise<object> {
	const data = options.data ?? DEFAULT_DATA;
	if (!existsSync(data)) throw new BadDataSet(`There is no folder ${data}: name one with --data.`);
	const say = (text: string): void => {
		console.error(text);
	};
	const photos = await readDataSet(data);
	const engine = await startEngine();
	const seen = await embedAll(engine, data, photos, say);
	const latencyMs = await measureLatency(engine, data, seen, say);
	const { defect, autoPass } = await measureClasses(seen, say);
	const fewShot = await measureFewShot(seen, say);
	const anomaly = await measureAnomaly(seen, say);
	const { card } = engine.backbone;
	return {
		images: photos.length,
		anomaly,
		defect,
		fewShot,
		autoPass,
		latencyMs,
		model: {
			backboneId: card.id,
			backboneHash: card.sha256,
			preprocessing: PREPROCESSING,
			embeddingVersion: engine.embeddingVersion,
			backend: engine.backend,
			bank: engine.bank
		}
	};
}
