/** The worker's shell: takes requests from the page, checks them, gives them to the engine one at a time. */
import { expose } from 'comlink';
import type { CauseWorker } from '../shared/causes';
import { failureOf, VisionRequestRefused } from '../shared/errors';
import type { Started, StartOptions, VisionWorker } from '../shared/protocol';
import { Backbone, fetchBackbone } from './backbone';
import { hasHardware, measureBackend, trialPicture, useBackend } from './backends';
import type * as Causes from './causes';
import { Engine } from './engine';
import { readPixels } from './pixels';
import { SerialQueue, type Urgency } from './queue';
import { checkArguments, type ArgumentsOf, type RequestName } from './requests';

interface Ready {
	backbone: Backbone;
	engine: Engine;
}

const queue = new SerialQueue();
let ready: Ready | null = null;

async function start({ backend, backbone: folder }: StartOptions): Promise<Started> {
	if (ready) throw new VisionRequestRefused('start', 'already started');
	// The files come while the backend sets itself up.
	const [files] = await Promise.all([fetchBackbone(folder), useBackend(backend)]);
	const backbone = await Backbone.load(files);
	await backbone.run(trialPicture(320, 320));
	const engine = new Engine(backbone, backend);
	ready = { backbone, engine };
	return {
		backend,
		backboneId: backbone.card.id,
		backboneHash: backbone.card.sha256,
		embeddingVersion: engine.embeddingVersion
	};
}

function started(name: string): Ready {
	if (!ready) throw new VisionRequestRefused(name, 'not started');
	return ready;
}

/** Runs a checked request in its turn. A failure leaves as a plain record: the thread's edge would strip an error of its facts. */
async function serve<Name extends RequestName, T>(
	name: Name,
	urgency: Urgency,
	given: unknown[],
	work: (...checked: ArgumentsOf<Name>) => Promise<T>,
	ticket: string | null = null
): Promise<T> {
	try {
		const checked = checkArguments(name, given);
		return await queue.add(urgency, () => work(...checked), ticket);
	} catch (error) {
		throw failureOf(name, error);
	} finally {
		// Also of a request that was refused or taken back; a second close does nothing.
		for (const value of given) if (value instanceof ImageBitmap) value.close();
	}
}

/** The same for fault causes, whose code comes when it is first asked for and checks what it is given. */
async function serveCauses<T>(
	name: string,
	urgency: Urgency,
	work: (causes: typeof Causes) => Promise<T>,
	ticket: string | null = null
): Promise<T> {
	try {
		const causes = await import('./causes');
		return await queue.add(urgency, () => work(causes), ticket);
	} catch (error) {
		throw failureOf(name, error);
	}
}

const breathe = () => queue.breathe();

const worker: VisionWorker & CauseWorker = {
	start: (...given) => serve('start', 'background', given, start),
	hasHardware: (...given) => serve('hasHardware', 'background', given, hasHardware),
	measure: () => serve('measure', 'background', [], () => measureBackend(started('measure').backbone)),
	openPack: (...given) =>
		serve(
			'openPack',
			'background',
			given,
			(packId, classes, examples, progress) =>
				started('openPack').engine.openPack(packId, classes, examples, {
					progress: progress ?? undefined,
					breathe
				}),
			given[4]
		),
	learn: (...given) =>
		serve('learn', 'background', given, (packId, example) =>
			started('learn').engine.learn(packId, example, { breathe })
		),
	forget: (...given) =>
		serve('forget', 'background', given, (packId, captureId) =>
			started('forget').engine.forget(packId, captureId, { breathe })
		),
	embed: (...given) =>
		serve(
			'embed',
			'background',
			given,
			(picture, frame) => started('embed').engine.embed(readPixels(picture), frame),
			given[2]
		),
	suggest: (...given) =>
		serve(
			'suggest',
			'person-waits',
			given,
			(packId, picture, frame) => started('suggest').engine.suggest(packId, readPixels(picture), frame),
			given[3]
		),
	check: (...given) =>
		serve('check', 'background', given, async (picture, frame) =>
			started('check').engine.check(readPixels(picture), frame)
		),
	openCauses: (catalogue) => serveCauses('openCauses', 'person-waits', (causes) => causes.openCauses(catalogue)),
	learnCauses: (cases, progress, ticket) =>
		serveCauses(
			'learnCauses',
			'background',
			(causes) => causes.learnCauses(cases, { progress: progress ?? undefined, breathe }),
			ticket
		),
	learnCause: (confirmed) =>
		serveCauses('learnCause', 'background', (causes) => causes.learnCause(confirmed, { breathe })),
	forgetCause: (reportId) =>
		serveCauses('forgetCause', 'background', (causes) => causes.forgetCause(reportId, { breathe })),
	rankCauses: (facts, ticket) =>
		serveCauses('rankCauses', 'person-waits', (causes) => causes.rankCauses(facts), ticket),
	cancel: (ticket) => void queue.cancel(ticket)
};

expose(worker);
