/** The id of an action follows from what it rests on: whoever works it out again, after a crash or beside another server, gets the same one. */
import { createHash } from 'node:crypto';
import { canonicalText } from '$lib/domain/ledger';
import type { Settlement } from '$lib/domain/settlement';

/** `after` is the action that was withdrawn before, null for the first. A UUID of version 8 (RFC 9562, 5.8), from SHA-256. */
export function actionIdOf(
	suggestionId: string,
	{ decisionIds, approvalIds }: Settlement,
	after: string | null
): string {
	const bytes = createHash('sha256')
		.update(canonicalText({ suggestionId, decisionIds, approvalIds, after }))
		.digest()
		.subarray(0, 16);
	bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
	bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
	const hex = bytes.toString('hex');
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
