/** The camera on the inspect screen: its picture, the codes read from it, and photos taken with it. */
import { Camera, takePhoto, type CameraState, type TakenPhoto } from '$lib/device';
import type { Frame } from '$lib/domain/site';
import type { UsabilityIssue } from '$lib/domain/suggestion';
import { LiveReader, listenForWedge, readStill, Scanner, type ScannedCode } from '$lib/scan/client';

type Check = (picture: ImageBitmap, frame: Frame) => Promise<readonly UsabilityIssue[]>;

/** Often enough to follow a hand that moves the lamp, seldom enough to leave the processor to the models. */
const CHECK_EVERY_MS = 700;
/** The check looks at about 320 × 320: more would only be sent to the worker and scaled down there. */
const CHECK_WIDTH = 480;

export class Viewfinder {
	readonly #onCode: (code: ScannedCode) => void;
	readonly #check: Check;
	readonly #scanner = new Scanner();
	readonly #reader = new LiveReader(this.#scanner);
	readonly #camera = new Camera((state) => (this.#state = state));
	#state = $state.raw<CameraState>({ kind: 'off' });
	#video: HTMLVideoElement | null = null;
	#reading: AbortController | null = null;
	#listening: AbortController | null = null;
	#looksForCodes = true;
	#failure = $state.raw<unknown>(null);
	#hints = $state.raw<readonly UsabilityIssue[]>([]);

	/** @param check says what would be wrong with a picture, were it taken now */
	constructor(onCode: (code: ScannedCode) => void, check: Check) {
		this.#onCode = onCode;
		this.#check = check;
	}

	get camera(): CameraState {
		return this.#state;
	}

	/** Why codes are not read from the camera, if they are not; typing and hardware scanners go on. */
	get failure(): unknown {
		return this.#failure;
	}

	/** What would be wrong with a photo taken now; empty while nobody aims. */
	get hints(): readonly UsabilityIssue[] {
		return this.#hints;
	}

	start(): void {
		this.#listening = new AbortController();
		listenForWedge(this.#onCode, this.#listening.signal, { prefixKey: null });
		void this.#camera.start();
	}

	stop(): void {
		this.#listening?.abort();
		this.#reading?.abort();
		this.#camera.stop();
		this.#scanner.stop();
	}

	retry(): void {
		this.#failure = null;
		void this.#camera.start();
	}

	setTorch(on: boolean): void {
		void this.#camera.setTorch(on);
	}

	/** The element that shows the camera now; null when there is none. */
	readonly show = (video: HTMLVideoElement | null): void => {
		this.#video = video;
		this.#follow();
	};

	/** Whether codes are looked for: not while a part is in hand, so that the models have the processor. */
	lookForCodes(on: boolean): void {
		if (on === this.#looksForCodes) return;
		this.#looksForCodes = on;
		if (on) this.#reader.forget();
		this.#follow();
	}

	/** Checks the live picture while somebody aims at a part; the returned function ends it. For an `$effect`. */
	watch(frame: Frame): () => void {
		let checking = false;
		const check = async () => {
			const video = this.#video;
			if (checking || !video || video.videoWidth === 0) return;
			checking = true;
			const resizeHeight = Math.max(1, Math.round((video.videoHeight / video.videoWidth) * CHECK_WIDTH));
			const picture = await createImageBitmap(video, { resizeWidth: CHECK_WIDTH, resizeHeight }).catch(() => null);
			const hints = picture ? await this.#check(picture, frame) : [];
			checking = false;
			if (!over) this.#hints = hints;
		};
		let over = false;
		const clock = setInterval(() => void check(), CHECK_EVERY_MS);
		return () => {
			over = true;
			clearInterval(clock);
			this.#hints = [];
		};
	}

	/** @throws CameraNotReady before the first frame */
	takePhoto(): TakenPhoto {
		if (!this.#video) return takePhoto(document.createElement('video'));
		return takePhoto(this.#video);
	}

	/** The code on a photo from a file; null when there is none to be read. */
	readStill(file: Blob): Promise<ScannedCode | null> {
		return readStill(this.#scanner, file);
	}

	#follow(): void {
		this.#reading?.abort();
		this.#reading = null;
		if (!this.#video || !this.#looksForCodes) return;
		const reading = new AbortController();
		this.#reading = reading;
		this.#reader
			.run(this.#video, ({ code }) => this.#onCode(code), reading.signal)
			.catch((error: unknown) => {
				if (!reading.signal.aborted) this.#failure = error;
			});
	}
}
