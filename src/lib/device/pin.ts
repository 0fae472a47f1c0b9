/** Checking a PIN on the tablet, with the network off. */
import { fromBase64Url } from '$lib/domain/ledger';
import type { PinVerifier } from '$lib/domain/pin';

/** Whether this PIN made the verifier: PBKDF2-HMAC-SHA-256 by the browser, off the main thread. */
export async function pinMatches(pin: string, verifier: PinVerifier): Promise<boolean> {
	const expected = fromBase64Url(verifier.hash);
	const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits']);
	const bits = await crypto.subtle.deriveBits(
		{ name: 'PBKDF2', hash: 'SHA-256', salt: fromBase64Url(verifier.salt), iterations: verifier.iterations },
		key,
		expected.length * 8
	);
	const actual = new Uint8Array(bits);
	let difference = 0;
	for (const [index, byte] of expected.entries()) difference |= byte ^ (actual[index] ?? 256);
	return difference === 0;
}
