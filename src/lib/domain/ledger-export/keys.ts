/** Public keys by a name that people can compare. */
import { canonicalBytes, hashCanonical } from '../ledger';
import type { PublicKey } from '../site';

/** RFC 7638 thumbprint, base64url: 43 characters that stand for one key. */
export function keyFingerprint({ kty, crv, x, y }: PublicKey): string {
	return hashCanonical(canonicalBytes({ crv, kty, x, y }));
}

export function samePublicKey(one: PublicKey, other: PublicKey): boolean {
	return one.x === other.x && one.y === other.y;
}
