/** PINs: what a tablet needs to check one without the network. The PIN itself is never kept, and never in the ledger. */
import { pbkdf2, randomBytes, randomInt } from 'node:crypto';
import { promisify } from 'node:util';
import type { PinVerifier } from '$lib/wire';
import type { Tx } from '../db';

const derive = promisify(pbkdf2);

/** OWASP's figure for PBKDF2-HMAC-SHA-256 (Password Storage Cheat Sheet, 2023): 0.1 s here, some 0.4 s on a slow tablet. */
export const PIN_ITERATIONS = 600_000;

export async function makePinVerifier(pin: string): Promise<PinVerifier> {
	const salt = randomBytes(16);
	const hash = await derive(pin, salt, PIN_ITERATIONS, 32, 'sha256');
	return { salt: salt.toString('base64url'), iterations: PIN_ITERATIONS, hash: hash.toString('base64url') };
}

/** Six digits, none of the runs and repeats that are guessed first. */
export function drawPin(): string {
	for (;;) {
		const pin = String(randomInt(0, 1_000_000)).padStart(6, '0');
		if (new Set(pin).size >= 4 && !'01234567890'.includes(pin) && !'09876543210'.includes(pin)) return pin;
	}
}

/** Keeps the verifier within the caller's transaction; the `pin.set` entry that follows hands it to the tablets. */
export async function savePin(
	tx: Tx,
	site: string,
	person: string,
	verifier: PinVerifier,
	sample: boolean,
	setAt: string
): Promise<void> {
	const row = { ...verifier, sample: sample ? 1 : 0, set_at: setAt };
	await tx
		.insertInto('credentials')
		.values({ site, person, ...row })
		.onConflict((conflict) => conflict.columns(['site', 'person']).doUpdateSet(row))
		.execute();
}
