/** Why there is no picture from the camera. Each needs something else of the person; pictures from files work all the same. */
import { DomainError } from '$lib/domain/errors';

/** The person, or the device's owner, has not allowed this app to use the camera. */
export class CameraDenied extends DomainError {
	readonly code = 'camera-denied';
}

export class CameraMissing extends DomainError {
	readonly code = 'camera-missing';
}

/** Another program holds the camera, or it did not answer. */
export class CameraBusy extends DomainError {
	readonly code = 'camera-busy';
}

/** Browsers give the camera only to pages opened over https, or on this very machine. */
export class CameraInsecure extends DomainError {
	readonly code = 'camera-insecure';
}

/** The shutter was pressed before the first frame. */
export class CameraNotReady extends DomainError {
	readonly code = 'camera-not-ready';
}

/** What the browser said, where it said something unusual. */
export class CameraFailed extends DomainError {
	readonly code = 'camera-failed';
	constructor(reason: string) {
		super({ reason });
	}
}

export type CameraError = CameraDenied | CameraMissing | CameraBusy | CameraInsecure | CameraFailed;

/** Names of Media Capture and Streams (W3C), section 10.2, and what they mean for the person. */
export function cameraError(error: unknown): CameraError {
	const name = error instanceof Error ? error.name : String(error);
	switch (name) {
		case 'NotAllowedError':
			return new CameraDenied();
		case 'NotFoundError':
		case 'OverconstrainedError':
			return new CameraMissing();
		case 'NotReadableError':
		case 'AbortError':
			return new CameraBusy();
		case 'SecurityError':
			return new CameraInsecure();
		default:
			return new CameraFailed(name);
	}
}
