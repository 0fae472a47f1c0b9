/** From a transferred picture to its pixels. */
import { VisionRequestRefused } from '../shared/errors';
import type { Picture } from './picture';

/** Reads a picture's pixels and closes it. */
export function readPixels(bitmap: ImageBitmap): Picture {
	try {
		const { width, height } = bitmap;
		// Kept out of the graphics chip's memory: every pixel is read back, once.
		const context = new OffscreenCanvas(width, height).getContext('2d', { alpha: false, willReadFrequently: true });
		if (!context) throw new VisionRequestRefused('pixels', 'no memory for a canvas');
		context.drawImage(bitmap, 0, 0);
		return context.getImageData(0, 0, width, height);
	} finally {
		bitmap.close();
	}
}
