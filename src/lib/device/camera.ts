/** The rear camera: opened, kept alive over rotation, hidden tabs and unplugging, and closed when nobody looks. */
import { cameraError, CameraInsecure, CameraNotReady, type CameraError } from './camera-errors';
import { drawPicture, encodePhoto, type PhotoFile } from './photo';

const WANTED = { width: { min: 1280, ideal: 1920 }, height: { min: 720, ideal: 1080 } } as const;

export type CameraState =
	| { kind: 'off' }
	| { kind: 'starting' }
	/** `torch` is null where the camera has no lamp that can be switched. */
	| { kind: 'live'; stream: MediaStream; torch: boolean | null }
	/** The tab is hidden; it goes on by itself when it is shown. */
	| { kind: 'resting' }
	| { kind: 'failed'; error: CameraError };

/** One camera for one viewfinder. Every change is told; put `stream` into the `srcObject` of a muted, inline, autoplaying video. */
export class Camera {
	#state: CameraState = { kind: 'off' };
	#stream: MediaStream | null = null;
	#wanted = false;
	/** Counts openings: an answer to an earlier one is thrown away. */
	#opening = 0;
	#listeners = new AbortController();
	readonly #changed: (state: CameraState) => void;

	constructor(changed: (state: CameraState) => void) {
		this.#changed = changed;
	}

	get state(): CameraState {
		return this.#state;
	}

	/** Asks for the camera; the outcome is a change of state. Calling again after a failure tries again. */
	async start(): Promise<void> {
		if (!this.#wanted) this.#listen();
		this.#wanted = true;
		await this.#open();
	}

	stop(): void {
		this.#wanted = false;
		this.#listeners.abort();
		this.#close();
		this.#become({ kind: 'off' });
	}

	/** Switches the lamp; does nothing where there is none. */
	async setTorch(on: boolean): Promise<void> {
		if (this.#state.kind !== 'live' || this.#state.torch === null) return;
		const { stream } = this.#state;
		try {
			await stream.getVideoTracks()[0]?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
			if (this.#stream === stream) this.#become({ kind: 'live', stream, torch: on });
		} catch {
			// The lamp is a help, not a need: the viewfinder goes on without it.
			if (this.#stream === stream) this.#become({ kind: 'live', stream, torch: null });
		}
	}

	async #open(): Promise<void> {
		this.#close();
		const opening = this.#opening;
		if (document.visibilityState === 'hidden') return this.#become({ kind: 'resting' });
		this.#become({ kind: 'starting' });
		try {
			const stream = await openRearCamera();
			if (opening !== this.#opening) return stopTracks(stream);
			this.#stream = stream;
			const [track] = stream.getVideoTracks();
			// Unplugged, taken by a call, or stopped by the system.
			track?.addEventListener('ended', () => this.#stream === stream && void this.#open(), { once: true });
			this.#become({ kind: 'live', stream, torch: hasTorch(track) ? false : null });
		} catch (error) {
			if (opening === this.#opening) this.#become({ kind: 'failed', error: cameraErrorOf(error) });
		}
	}

	#close(): void {
		this.#opening++;
		if (this.#stream) stopTracks(this.#stream);
		this.#stream = null;
	}

	#listen(): void {
		this.#listeners = new AbortController();
		const { signal } = this.#listeners;
		document.addEventListener(
			'visibilitychange',
			() => {
				if (document.visibilityState === 'visible') return void this.#open();
				this.#close();
				this.#become({ kind: 'resting' });
			},
			{ signal }
		);
		const retry = () => this.#state.kind === 'failed' && void this.#open();
		navigator.mediaDevices?.addEventListener('devicechange', retry, { signal });
		// The person may allow the camera in the browser's own settings; not every browser tells.
		void navigator.permissions
			?.query({ name: 'camera' as PermissionName })
			.then((permission) => permission.addEventListener('change', retry, { signal }))
			.catch(() => undefined);
	}

	#become(state: CameraState): void {
		this.#state = state;
		this.#changed(state);
	}
}

/** Rear camera, at least 1280 × 720 where one can do that. */
async function openRearCamera(): Promise<MediaStream> {
	const devices = navigator.mediaDevices as MediaDevices | undefined;
	if (!globalThis.isSecureContext || !devices) throw new CameraInsecure();
	const facingMode = { ideal: 'environment' };
	try {
		return await devices.getUserMedia({ audio: false, video: { facingMode, ...WANTED } });
	} catch (error) {
		if (!(error instanceof Error) || error.name !== 'OverconstrainedError') throw error;
		return devices.getUserMedia({ audio: false, video: { facingMode } });
	}
}

function cameraErrorOf(error: unknown): CameraError {
	return error instanceof CameraInsecure ? error : cameraError(error);
}

function stopTracks(stream: MediaStream): void {
	for (const track of stream.getTracks()) track.stop();
}

function hasTorch(track: MediaStreamTrack | undefined): boolean {
	const capabilities: MediaTrackCapabilities & { torch?: boolean } = track?.getCapabilities?.() ?? {};
	return capabilities.torch === true;
}

/** A photo in the making: the picture for the model comes first, the file for the record follows. */
export interface TakenPhoto {
	/** The receiver closes it or transfers it on. */
	bitmap: Promise<ImageBitmap>;
	stored: Promise<PhotoFile>;
}

/**
 * Keeps the frame that is on screen now, at the camera's full resolution and the right way up.
 * @throws CameraNotReady before the first frame
 */
export function takePhoto(video: HTMLVideoElement): TakenPhoto {
	const { videoWidth: width, videoHeight: height } = video;
	if (width === 0 || height === 0 || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) throw new CameraNotReady();
	// The model's bitmap is transferred to its worker, so the encoder works from the canvas.
	const canvas = drawPicture(video, width, height);
	const bitmap = createImageBitmap(canvas);
	return { bitmap, stored: bitmap.then(() => encodePhoto(canvas)) };
}
