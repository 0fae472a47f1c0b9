/** Checks signatures by a device's registered key. */
import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { PublicKey } from '$lib/domain/site';

const KEPT_KEYS = 2000;
const keys = new Map<string, KeyObject | null>();

/** True when the signature (64 bytes r‖s) is this key's over these bytes. A key that is no point of the curve verifies nothing. */
export function isSignedBy(publicKey: PublicKey, signature: Uint8Array, bytes: Uint8Array): boolean {
	const key = keyObject(publicKey);
	return key !== null && verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature);
}

/** Whether a registered key can verify anything at all. */
export function isUsableKey(publicKey: PublicKey): boolean {
	return keyObject(publicKey) !== null;
}

/** Parsing a key costs more than checking a signature with it: parsed keys are kept, oldest dropped first. */
function keyObject(publicKey: PublicKey): KeyObject | null {
	const name = `${publicKey.x}.${publicKey.y}`;
	const known = keys.get(name);
	if (known !== undefined) return known;
	const oldest = keys.size >= KEPT_KEYS ? keys.keys().next().value : undefined;
	if (oldest !== undefined) keys.delete(oldest);
	const parsed = parseKey(publicKey);
	keys.set(name, parsed);
	return parsed;
}

function parseKey(publicKey: PublicKey): KeyObject | null {
	try {
		return createPublicKey({ key: { ...publicKey }, format: 'jwk' });
	} catch {
		return null;
	}
}
