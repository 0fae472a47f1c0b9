/**
 * How a tablet proves which device it is: every call carries a signature by its own key over method, path, time and body.
 * `Authorization: Countersign-Device <deviceId>.<unix ms>.<base64url signature>`. The server allows a clock that is off, but
 * takes each (device, time, signature) for calls that change nothing twice at most; pushes are idempotent by entry id.
 */
import { canonicalBytes } from '$lib/domain/ledger';

export const DEVICE_SCHEME = 'Countersign-Device';

/** What the device signs. `bodyHash` is the SHA-256 of the body, base64url; empty string for calls without a body or with a streamed one. */
export function requestBytes(
	method: string,
	pathAndQuery: string,
	unixMs: number,
	bodyHash: string
): Uint8Array<ArrayBuffer> {
	return canonicalBytes(['countersign-request-v1', method.toUpperCase(), pathAndQuery, unixMs, bodyHash]);
}

export interface DeviceAuthorization {
	deviceId: string;
	unixMs: number;
	signature: string;
}

export function formatAuthorization({ deviceId, unixMs, signature }: DeviceAuthorization): string {
	return `${DEVICE_SCHEME} ${deviceId}.${unixMs}.${signature}`;
}

/** Null when the header is missing or not of this form. */
export function parseAuthorization(header: string | null): DeviceAuthorization | null {
	const match = /^Countersign-Device ([\w-]{1,64})\.(\d{1,16})\.([\w-]{86})$/.exec(header ?? '');
	const [, deviceId, unixMs, signature] = match ?? [];
	if (!deviceId || !unixMs || !signature) return null;
	return { deviceId, unixMs: Number(unixMs), signature };
}
