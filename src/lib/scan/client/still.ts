/** Reads the code on one picture: a photo just taken, or a file. */
import type { ScannedCode } from '../shared/code';
import { UnreadablePicture } from './errors';
import { fit, FrameGrabber } from './frames';
import { scannedCode } from './live-reader';
import type { Scanner } from './scanner';

/**
 * Sizes tried one after the other, px. A code that fills the photo is read sooner and better from the small one; a small
 * code in a photo of many megapixels needs the large one, which takes seconds when nothing is there.
 */
const SIZES = [
	{ long: 1280, short: 960 },
	{ long: 2560, short: 1920 }
];

/**
 * Null when no code is found. A picture given as `ImageBitmap` stays open.
 * @throws UnreadablePicture for a file that is no picture; ScanWorkerCrashed; the signal's reason once it is aborted
 */
export async function readStill(
	scanner: Scanner,
	picture: ImageBitmap | Blob,
	signal?: AbortSignal
): Promise<ScannedCode | null> {
	const bitmap = picture instanceof Blob ? await openPicture(picture) : picture;
	try {
		const grabber = new FrameGrabber();
		let lastWidth = 0;
		for (const limit of SIZES) {
			const size = fit(bitmap.width, bitmap.height, limit);
			if (size.width === lastWidth) break;
			lastWidth = size.width;
			const reading = await scanner.read(grabber.grab(bitmap, size), 'still', signal);
			if (reading !== null) return scannedCode(reading, 'still');
		}
		return null;
	} finally {
		if (bitmap !== picture) bitmap.close();
	}
}

async function openPicture(blob: Blob): Promise<ImageBitmap> {
	try {
		return await createImageBitmap(blob);
	} catch (error) {
		throw new UnreadablePicture({ type: blob.type, bytes: blob.size }, { cause: error });
	}
}
