/** Runs a record's model again: it learns from the photos that the ledger says it had learned from, and looks at the record's own. */
import type { Replayable } from '$lib/domain/replay';
import { GOOD } from '$lib/domain/site';
import { packOf } from '$lib/domain/suggestion';
import { createVisionClient, type Example } from '$lib/vision/client';
import { MOST_PER_CLASS } from './pack-examples';
import { sampleCaptureId, samplePictures } from './sample-pictures';

export interface Replayed {
	spoken: Awaited<ReturnType<ReturnType<typeof createVisionClient>['suggest']>>['suggestion'];
	/** Photos it had learned from that cannot be had any more. */
	missing: number;
}

/** The record's own photo is not at the server, or cannot be decoded. */
export class NoPhotoToReplay extends Error {
	override readonly name = 'NoPhotoToReplay';
}

interface Options {
	appVersion: string;
	signal: AbortSignal;
	/** Told how many of the photos it learns from it has seen. */
	onprogress: (done: number, total: number) => void;
}

/** Another worker than the floor's, always computing with wasm. Throws `NoPhotoToReplay`, the signal's reason, or what the models throw. */
export async function replay(matter: Replayable, { appVersion, signal, onprogress }: Options): Promise<Replayed> {
	const vision = createVisionClient(appVersion, { read: async () => null, write: async () => {} });
	try {
		const picture = await openPicture(matter.photo, signal);
		if (!picture) throw new NoPhotoToReplay();
		const pictures = await picturesOf(matter);
		const examples: Example[] = [];
		for (const [index, { captureId, class: confirmed, frame, open }] of pictures.entries()) {
			onprogress(index, pictures.length);
			const bitmap = await open(signal);
			signal.throwIfAborted();
			if (bitmap)
				examples.push({ captureId, class: confirmed, embedding: await vision.embed(bitmap, frame, { signal }) });
		}
		onprogress(pictures.length, pictures.length);
		const perClass = Map.groupBy(examples, (example) => example.class);
		const learned = [...perClass.values()].flatMap((own) => own.slice(-MOST_PER_CLASS));
		const { part, frame } = matter;
		const classes = [GOOD, ...part.classes.map(({ id }) => id)];
		await vision.openPack(part.id, { classes, examples: async () => learned }, { signal });
		const { suggestion } = await vision.suggest(part.id, picture, frame, { signal });
		return { spoken: suggestion, missing: pictures.length - examples.length };
	} finally {
		vision.stop();
	}
}

/** A demo part's drawn pictures are learned from as well, where the record says that the model knew more than people had confirmed. */
async function picturesOf({ part, learned, recorded }: Replayable) {
	const pack = packOf(recorded);
	const known = pack ? pack.goodExamples + pack.defectExamples : 0;
	const drawn = known > learned.length ? await samplePictures(part, 'teach') : [];
	return [
		...drawn.map(({ url, view, class: shown, open }) => ({
			captureId: sampleCaptureId(url),
			class: shown,
			frame: view.frame,
			open: async () => decode(await open())
		})),
		...learned.map(({ photo, ...rest }) => ({ ...rest, open: (signal: AbortSignal) => openPicture(photo, signal) }))
	];
}

/** Null where the server has no such photo. */
async function openPicture(sha256: string, signal: AbortSignal): Promise<ImageBitmap | null> {
	const response = await fetch(`/api/photos/${sha256}`, { signal });
	return response.ok ? decode(await response.blob()) : null;
}

async function decode(blob: Blob | null): Promise<ImageBitmap | null> {
	return blob && createImageBitmap(blob).catch(() => null);
}
