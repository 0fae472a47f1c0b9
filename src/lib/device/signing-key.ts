/** The tablet's own key: made here, never leaving here. */
import { DomainError } from '$lib/domain/errors';
import type { Sign } from '$lib/domain/ledger';
import { PublicKey } from '$lib/domain/site';
import * as v from 'valibot';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** Browsers make keys only for pages opened over https, or on this very machine. */
export class InsecureConnection extends DomainError {
	readonly code = 'insecure-connection';
}

/** A new ECDSA P-256 key pair (FIPS 186-5) whose private half cannot be exported; IndexedDB keeps it as it is. @throws InsecureConnection */
export async function generateSigningKey(): Promise<CryptoKeyPair> {
	if (!globalThis.isSecureContext && !('subtle' in crypto)) throw new InsecureConnection();
	return crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
}

/** What the server registers of the key. */
export async function publicKeyOf(keyPair: CryptoKeyPair): Promise<PublicKey> {
	const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', keyPair.publicKey);
	return v.parse(PublicKey, { kty, crv, x, y });
}

/** Signs with the key: 64 bytes, r then s (IEEE P1363), as WebCrypto returns them. */
export function signWith(keyPair: CryptoKeyPair): Sign {
	return async (bytes) => new Uint8Array(await crypto.subtle.sign(SIGNATURE, keyPair.privateKey, bytes));
}
