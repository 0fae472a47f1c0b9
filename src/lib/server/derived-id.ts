/** Ids that follow from what they stand for: whoever works one out again, after a crash or beside another server, gets the same. */
import { createHash } from 'node:crypto';
import { canonicalText } from '$lib/domain/ledger';

/** A UUID of version 8 (RFC 9562, 5.8), from the SHA-256 of the value's canonical JSON. */
export function derivedId(value: object): string {
	const bytes = createHash('sha256').update(canonicalText(value)).digest().subarray(0, 16);
	bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
	bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
	const hex = bytes.toString('hex');
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
