/** What can go wrong between the page and the scan worker. */

/** The worker died. It starts again at the next read; the picture in hand is lost, the next one is not. */
export class ScanWorkerCrashed extends Error {
	override readonly name = 'ScanWorkerCrashed';
	constructor(readonly facts: { message: string; file: string | null; line: number | null }) {
		super(`The scan worker stopped: ${facts.message}`);
	}
}

/** A file that the browser cannot open as a picture. */
export class UnreadablePicture extends Error {
	override readonly name = 'UnreadablePicture';
	constructor(
		readonly facts: { type: string; bytes: number },
		options?: ErrorOptions
	) {
		super(`Not a picture: ${facts.type || 'unknown type'}, ${facts.bytes} bytes`, options);
	}
}
