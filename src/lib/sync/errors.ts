/** What can go wrong on the way to the server, each told apart by what recovers from it. */
import { DomainError } from '$lib/domain/errors';
import type { Recovery } from '$lib/wire';

export abstract class SyncError extends DomainError {
	abstract readonly recovery: Recovery;
	/** True when nothing else can succeed now either: the run ends here and keeps everything. */
	readonly stopsRun: boolean = false;
}

/** No answer: no network, no server, or the connection broke. */
export class NetworkFailed extends SyncError {
	readonly code = 'network-failed';
	readonly recovery = 'retry';
	override readonly stopsRun = true;
	constructor(readonly reason: string) {
		super({ reason });
	}
}

/** No answer in time. */
export class AnswerTooLate extends SyncError {
	readonly code = 'answer-too-late';
	readonly recovery = 'retry';
	override readonly stopsRun = true;
	constructor(readonly limitMs: number) {
		super({ limitMs });
	}
}

/** The caller stopped the run: the page is going away. */
export class RunStopped extends SyncError {
	readonly code = 'run-stopped';
	readonly recovery = 'retry';
	override readonly stopsRun = true;
}

/** The server is there and cannot serve this now. */
export class ServerUnavailable extends SyncError {
	readonly code = 'server-unavailable';
	readonly recovery = 'retry';
	constructor(
		readonly status: number,
		readonly detail: string
	) {
		super({ status, detail });
	}
}

/** The server asks for a pause (429, or 503 with `Retry-After`). */
export class PauseAsked extends SyncError {
	readonly code = 'pause-asked';
	readonly recovery = 'retry';
	override readonly stopsRun = true;
	constructor(
		readonly status: number,
		readonly retryAfterMs: number
	) {
		super({ status, retryAfterMs });
	}
}

/** An answer that is not of the agreed form, such as the login page of a guest network. Never taken for a receipt. */
export class UnexpectedAnswer extends SyncError {
	readonly code = 'unexpected-answer';
	readonly recovery = 'retry';
	constructor(
		readonly path: string,
		readonly detail: string
	) {
		super({ path, detail });
	}
}

/** The login ran out: nothing is lost, everything waits for the next sign-in. */
export class SignInNeeded extends SyncError {
	readonly code = 'sign-in-needed';
	readonly recovery = 'sign-in';
	override readonly stopsRun = true;
}

/** The server does not know this tablet, or no longer takes its records. */
export class EnrolmentNeeded extends SyncError {
	readonly recovery = 'enrol';
	override readonly stopsRun = true;
	constructor(readonly code: 'unknown-device' | 'device-revoked' | 'not-enrolled') {
		super();
	}
}

/** The server no longer speaks this app's protocol. */
export class UpdateNeeded extends SyncError {
	readonly code = 'update-needed';
	readonly recovery = 'update-app';
	override readonly stopsRun = true;
}

/** The server understood and will not take it as it is. */
export class Refused extends SyncError {
	readonly recovery: Recovery;
	constructor(
		readonly code: 'refused' | 'too-large' | 'forbidden' | 'not-found',
		readonly status: number,
		readonly detail: string
	) {
		super({ status, detail });
		this.recovery = code === 'forbidden' ? 'ask-admin' : 'correct';
	}
}

/** The photo's bytes cannot be read, or are no longer those that were signed for. */
export class PhotoDamaged extends SyncError {
	readonly code = 'photo-damaged';
	readonly recovery = 'correct';
	constructor(
		readonly sha256: string,
		readonly reason: string
	) {
		super({ sha256, reason });
	}
}
