/** Failures of the store itself, told apart from mistakes of ours: they pass, and trying again later is right. */

/** The store cannot be reached or has no room or time right now. Nothing of the transaction was acknowledged to anyone. */
export class StoreUnavailable extends Error {
	override readonly name = 'StoreUnavailable';
	constructor(cause: Error) {
		super(`the store is unavailable: ${cause.message}`, { cause });
	}
}

/**
 * PostgreSQL's own codes (appendix A of its manual), by class or in full: connection lost (08), no room or memory (53), stopped or
 * out of time (57), conflict between transactions (40), lock not to be had in time, and a standby that takes no writes.
 */
const PASSING_STATES = ['08', '40', '53', '57', '55P03', '25006', '25P03'];

/** Node's codes for a connection that could not be made or broke. */
const PASSING_CODES = [
	'ECONNREFUSED',
	'ECONNRESET',
	'ECONNABORTED',
	'EPIPE',
	'ETIMEDOUT',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ENOTFOUND',
	'EAI_AGAIN',
	'ENOENT'
];

/** The driver has no code for these. */
const PASSING_TEXT = /connection terminated|connection ended|timeout|not queryable|connection error/i;

/** What PostgreSQL or its driver threw, as `StoreUnavailable` where it passes by itself, otherwise as it was. */
export function asPostgresFailure(error: unknown): unknown {
	if (!(error instanceof Error)) return error;
	const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
	const passes =
		code === null
			? PASSING_TEXT.test(error.message)
			: PASSING_CODES.includes(code) || PASSING_STATES.some((state) => code.startsWith(state));
	return passes ? new StoreUnavailable(error) : error;
}

/** SQLite's result codes: busy (5), locked (6), out of memory (7), input or output error (10), disk full (13), cannot open (14). */
const PASSING_RESULTS = [5, 6, 7, 10, 13, 14];

/** What SQLite threw, as `StoreUnavailable` where it passes by itself, otherwise as it was. */
export function asSqliteFailure(error: unknown): unknown {
	if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return error;
	// The low byte is the result, the others say more about it.
	return PASSING_RESULTS.includes(error.errcode & 0xff) ? new StoreUnavailable(error) : error;
}
