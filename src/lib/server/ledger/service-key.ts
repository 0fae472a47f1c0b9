/** The server signs its own entries with a key that only it knows. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { PublicKey } from '$lib/domain/site';
import * as v from 'valibot';

export interface ServiceKey {
	readonly publicKey: PublicKey;
	/** ECDSA P-256 over SHA-256, 64 bytes r‖s. */
	sign(bytes: Uint8Array): Uint8Array;
}

/** A new key as PEM (PKCS #8). */
export function makeServiceKey(): string {
	const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** Throws on anything but a private P-256 key in PEM. */
export function readServiceKey(pem: string): ServiceKey {
	const privateKey = createPrivateKey(pem);
	const { kty, crv, x, y } = createPublicKey(privateKey).export({ format: 'jwk' });
	return {
		publicKey: v.parse(PublicKey, { kty, crv, x, y }),
		sign: (bytes) => sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' })
	};
}
