/** The camera of an audit: one photo, from the camera or a file, or one code. */
import { openPhoto } from '$lib/device';
import type { ScannedCode } from '$lib/scan/client';
import type { Picture } from '../inspect/job';
import { Viewfinder } from '../inspect/viewfinder.svelte';

export type { ScannedCode };

export class AuditCamera {
	readonly viewfinder: Viewfinder;
	readonly #looksForCodes: boolean;
	#failure = $state.raw<unknown>(null);
	#isReady = $state(false);

	/** @param oncode told of every code; null where a photo is wanted */
	constructor(oncode: ((code: ScannedCode) => void) | null) {
		this.#looksForCodes = oncode !== null;
		this.viewfinder = new Viewfinder(
			(code) => oncode?.(code),
			() => Promise.resolve([])
		);
	}

	/** Why there is no picture; a file does as well. */
	get failure(): unknown {
		const { camera } = this.viewfinder;
		return camera.kind === 'failed' ? camera.error : this.#failure;
	}

	get stream(): MediaStream | null {
		const { camera } = this.viewfinder;
		return camera.kind === 'live' ? camera.stream : null;
	}

	/** Null where there is no lamp. */
	get torch(): boolean | null {
		const { camera } = this.viewfinder;
		return camera.kind === 'live' ? camera.torch : null;
	}

	/** Whether there is a picture that could be taken. */
	get isReady(): boolean {
		return this.#isReady && this.stream !== null;
	}

	/** The element that shows the camera now; null when there is none. */
	readonly show = (video: HTMLVideoElement | null): void => {
		this.#isReady = video !== null && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
		video?.addEventListener('loadeddata', () => (this.#isReady = true), { once: true });
		this.viewfinder.show(video);
	};

	/** Opens the camera; the returned function closes it. For `onMount`. */
	open(): () => void {
		this.viewfinder.lookForCodes(this.#looksForCodes);
		this.viewfinder.start();
		return () => this.viewfinder.stop();
	}

	retry(): void {
		this.#failure = null;
		this.viewfinder.retry();
	}

	/** Null before the first picture: `failure` says so. */
	shoot(): Picture | null {
		try {
			return this.viewfinder.takePhoto();
		} catch (error) {
			this.#failure = error;
			return null;
		}
	}
}

/** @param keepsLocation whether what the file says about where it was taken stays in it */
export function pictureOf(file: Blob, keepsLocation: boolean): Picture {
	const opened = openPhoto(file, keepsLocation ? 'keep' : 'remove');
	return { bitmap: opened.then(({ bitmap }) => bitmap), stored: opened.then(({ stored }) => stored) };
}
