/** Pixels out of a video or a picture, no larger than the decoders have use for. */

/** Most pixels of a live frame, as long × short side, px: more only makes a miss slower. */
const FRAME_LIMIT = { long: 1280, short: 720 };

/** Width and height that fit within the limit, upright or on the side, the shape kept; never larger than given. */
export function fit(
	width: number,
	height: number,
	limit: { long: number; short: number } = FRAME_LIMIT
): { width: number; height: number } {
	const factor = Math.min(1, limit.long / Math.max(width, height), limit.short / Math.min(width, height));
	return { width: Math.max(1, Math.round(width * factor)), height: Math.max(1, Math.round(height * factor)) };
}

/** Draws one source after another onto the same canvas and hands out the pixels. */
export class FrameGrabber {
	readonly #canvas = document.createElement('canvas');
	// Kept in ordinary memory: reading pixels back from the graphics card takes longer than drawing them.
	readonly #context = this.#canvas.getContext('2d', { willReadFrequently: true, alpha: false });

	grab(source: CanvasImageSource, { width, height }: { width: number; height: number }): ImageData {
		if (this.#context === null) throw new Error('No 2D canvas in this browser');
		if (this.#canvas.width !== width) this.#canvas.width = width;
		if (this.#canvas.height !== height) this.#canvas.height = height;
		this.#context.drawImage(source, 0, 0, width, height);
		return this.#context.getImageData(0, 0, width, height);
	}
}

/**
 * Resolves when the video shows a new frame. Without `requestVideoFrameCallback` that is the next repaint.
 * @throws the signal's reason once it is aborted
 */
export function nextFrame(video: HTMLVideoElement, signal: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		signal.throwIfAborted();
		const asked =
			'requestVideoFrameCallback' in video
				? { handle: video.requestVideoFrameCallback(() => done()), cancel: cancelVideoFrame }
				: { handle: requestAnimationFrame(() => done()), cancel: cancelAnimationFrame };
		function cancelVideoFrame(handle: number) {
			video.cancelVideoFrameCallback(handle);
		}
		function done() {
			signal.removeEventListener('abort', stop);
			resolve();
		}
		function stop() {
			asked.cancel(asked.handle);
			reject(signal.reason);
		}
		signal.addEventListener('abort', stop, { once: true });
	});
}
