/** What can go wrong on the tablet's own disk, each with what recovering from it needs to know. */
import { DomainError } from '$lib/domain/errors';

/** The browser gives the app no more room: nothing of this write was kept, everything before it was. */
export class StorageFull extends DomainError {
	readonly code = 'storage-full';
}

/** A newer version of the app has been here: its database holds things this one does not know. Nothing in it was touched. */
export class DatabaseNewer extends DomainError {
	readonly code = 'database-newer';
}

/** Another tab runs a newer app and has taken the database over; this tab's connection is closed. */
export class DatabaseTaken extends DomainError {
	readonly code = 'database-taken';
}

/** The database cannot be opened or written: private browsing, or a damaged profile. */
export class StorageFailed extends DomainError {
	readonly code = 'storage-failed';
	constructor(reason: string) {
		super({ reason });
	}
}

/** Other tabs kept writing to the chain: this write was tried again and again, and nothing of it was kept. */
export class ChainBusy extends DomainError {
	readonly code = 'chain-busy';
	constructor(attempts: number) {
		super({ attempts });
	}
}

/** The error of a failed database call as one of ours; what is already ours, or a fault of the program, stays as it is. */
export function storageError(error: unknown): unknown {
	if (!(error instanceof Error) || error instanceof DomainError) return error;
	const ours = ownErrorIn(error);
	if (ours) return ours;
	const names = namesOf(error);
	if (names.includes('QuotaExceededError')) return new StorageFull();
	const failed = names.find((name) => STORAGE_FAILURES.has(name));
	return failed ? new StorageFailed(failed) : error;
}

const STORAGE_FAILURES = new Set([
	'AbortError',
	'DatabaseClosedError',
	'InvalidStateError',
	'MissingAPIError',
	'OpenFailedError',
	'SecurityError',
	'TimeoutError',
	'UnknownError',
	'VersionError'
]);

/** Dexie wraps what its hooks threw as well. */
function ownErrorIn(error: Error): DomainError | null {
	const inner = 'inner' in error ? error.inner : null;
	return inner instanceof DomainError ? inner : null;
}

/** Dexie wraps what the browser threw: the names of the error and of everything inside it. */
function namesOf(error: Error): string[] {
	const inner = 'inner' in error && error.inner instanceof Error && error.inner !== error ? namesOf(error.inner) : [];
	const failures = 'failures' in error && Array.isArray(error.failures) ? error.failures : [];
	return [error.name, ...inner, ...failures.flatMap((failure) => (failure instanceof Error ? [failure.name] : []))];
}
