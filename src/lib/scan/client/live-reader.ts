/** Reads codes from a running camera: one frame under way at a time, each code reported once. */
import type { ScannedCode } from '../shared/code';
import type { Reading } from '../shared/protocol';
import { Agreement } from './agreement';
import { ScanWorkerCrashed } from './errors';
import { fit, FrameGrabber, nextFrame } from './frames';
import type { Scanner } from './scanner';

/** Least time between two frames, ms: 12 a second follow a hand and leave the processor to the picture and the models. */
const FRAME_EVERY_MS = 80;

/** Crashes of the worker in a row before the reader gives up. */
const CRASHES_TO_GIVE_UP = 3;

/** A code with what the page needs to draw where it was seen. */
export interface LiveCode {
	code: ScannedCode;
	/** Corners in fractions of the video's width and height, clockwise from the code's top left; null where unknown. */
	corners: [x: number, y: number][] | null;
}

export class LiveReader {
	readonly #scanner: Scanner;
	readonly #agreement = new Agreement();

	constructor(scanner: Scanner) {
		this.#scanner = scanner;
	}

	/**
	 * Reads until the signal is aborted. Frames that come while one is being read are left out.
	 * @throws ScanWorkerCrashed when the worker dies three times in a row
	 */
	async run(video: HTMLVideoElement, report: (found: LiveCode) => void, signal: AbortSignal): Promise<void> {
		const grabber = new FrameGrabber();
		let crashes = 0;
		let lastFrame = -Infinity;
		while (!signal.aborted) {
			try {
				await nextFrame(video, signal);
				if (video.videoWidth === 0 || performance.now() - lastFrame < FRAME_EVERY_MS) continue;
				lastFrame = performance.now();
				const size = fit(video.videoWidth, video.videoHeight);
				const reading = await this.#scanner.read(grabber.grab(video, size), 'frame', signal);
				crashes = 0;
				if (reading !== null && this.#agreement.counts(reading, performance.now())) {
					report({ code: scannedCode(reading, 'camera'), corners: inFractions(reading.corners, size) });
				}
			} catch (error) {
				if (signal.aborted) return;
				if (!(error instanceof ScanWorkerCrashed) || ++crashes >= CRASHES_TO_GIVE_UP) throw error;
			}
		}
	}

	/** Lets the code read last be read again at once, for the next part. */
	forget(): void {
		this.#agreement.forget();
	}
}

export function scannedCode(reading: Reading, source: 'camera' | 'still'): ScannedCode {
	const { text, symbology, symbologyIdentifier } = reading;
	return { text, symbology, symbologyIdentifier, source };
}

function inFractions(corners: Reading['corners'], { width, height }: { width: number; height: number }) {
	return corners?.map(([x, y]): [number, number] => [x / width, y / height]) ?? null;
}
