/** Signing in with a PIN where no server can be asked: what is kept to check one, and how wrong ones slow the next down. */
import * as v from 'valibot';
import { mayState } from './statement-rights';
import { Person, type Role } from './site';
import type { SiteSettings } from './site-settings';
import { Tightened } from './tightened';

/** PBKDF2-HMAC-SHA-256 (RFC 8018): 16 bytes or more of salt and 32 bytes of hash, base64url without padding. */
export const PinVerifier = v.object({
	salt: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22,}$/)),
	iterations: v.pipe(v.number(), v.integer(), v.minValue(1)),
	hash: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/))
});
export type PinVerifier = v.InferOutput<typeof PinVerifier>;

/** A person with what a tablet needs to check their PIN; null where they have none. */
export const PersonDocument = v.object({
	...Person.entries,
	pin: v.nullable(PinVerifier),
	/** Only while their oversight is tightened. */
	tightened: v.optional(Tightened)
});
export type PersonDocument = v.InferOutput<typeof PersonDocument>;

/** Four to eight digits. */
export const Pin = v.pipe(v.string(), v.regex(/^\d{4,8}$/));

/** Whether people of this role work at a tablet: those who may record what they see there. */
export function worksOnFloor(role: Role): boolean {
	return mayState('capture.recorded', role);
}

/** Wrong PINs in a row, and when the last was typed (ms since 1970). */
export interface PinAttempts {
	wrong: number;
	lastAt: number;
	/** Hash of the verifier they were checked against: a new PIN starts afresh. */
	verifier?: string | undefined;
}

/** After so many wrong PINs in a row a tablet takes no more of this person's, until somebody lets them on again. */
export const MAX_WRONG_PINS = 10;

export function isPinLocked(attempts: PinAttempts | undefined): boolean {
	return (attempts?.wrong ?? 0) >= MAX_WRONG_PINS;
}

/** Whether people of this role may let somebody on again whom a tablet has locked. */
export function mayUnlockPins(role: Role): boolean {
	return mayState('pin.unlocked', role);
}

/** For how long a tablet has been without its server, as it has counted: in ms, up to a moment of its own clock. */
export interface TimeWithoutServer {
	countedMs: number;
	/** Ms since 1970. */
	upTo: number;
}

/**
 * Counts on to a later moment. What has been counted stays: a clock that is set back makes no time undone, it only hides what passed
 * since the last count.
 */
export function countTimeWithoutServer({ countedMs, upTo }: TimeWithoutServer, now: number): TimeWithoutServer {
	return { countedMs: countedMs + Math.max(0, now - upTo), upTo: now };
}

/** Whether a tablet may still take PINs. */
export function takesPins(
	time: TimeWithoutServer,
	{ pinOfflineHours }: Pick<SiteSettings, 'pinOfflineHours'>
): boolean {
	return time.countedMs <= pinOfflineHours * 3_600_000;
}

const FIRST_WAIT_MS = 1000;
/** From this many wrong PINs on, each costs the long wait. */
const LONG_WAIT_FROM = 8;
const LONG_WAIT_MS = 5 * 60_000;

/** How long until another PIN may be tried, in ms: 1 s after the first wrong one, twice that after each further one, then 5 min. */
export function pinWaitMs(attempts: PinAttempts | undefined, now: number): number {
	if (!attempts || attempts.wrong === 0) return 0;
	const wait = attempts.wrong >= LONG_WAIT_FROM ? LONG_WAIT_MS : FIRST_WAIT_MS * 2 ** (attempts.wrong - 1);
	// A clock that was set back must not make the wait longer than it is.
	const waited = Math.max(0, now - attempts.lastAt);
	return Math.max(0, wait - waited);
}
