/** Why there is no sound from the microphone. A report goes on without one. */
import { DomainError } from '$lib/domain/errors';

/** The person, or the device's owner, has not allowed this app to use the microphone. */
export class MicrophoneDenied extends DomainError {
	readonly code = 'microphone-denied';
}

/** There is none, or another program holds it. */
export class MicrophoneMissing extends DomainError {
	readonly code = 'microphone-missing';
}

/** What the browser said, where it said something else; or it records in no way that can be kept. */
export class SoundFailed extends DomainError {
	readonly code = 'sound-failed';
	constructor(reason: string) {
		super({ reason });
	}
}

export type SoundError = MicrophoneDenied | MicrophoneMissing | SoundFailed;

/** Names of Media Capture and Streams (W3C), section 10.2, and what they mean for the person. */
export function soundError(error: unknown): SoundError {
	if (error instanceof SoundFailed) return error;
	const name = error instanceof Error ? error.name : String(error);
	if (name === 'NotAllowedError' || name === 'SecurityError') return new MicrophoneDenied();
	if (name === 'NotFoundError' || name === 'NotReadableError' || name === 'AbortError') return new MicrophoneMissing();
	return new SoundFailed(name);
}
