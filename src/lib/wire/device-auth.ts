/**
 * How a tablet proves which device it is: every call carries a signature by its own key over method, path, time and body.
 * `Authorization: Countersign-Device <deviceId>.<unix ms>.<base64url signature>`. The server allows a clock that is off by `MAX_CLOCK_SKEW_MS`,
 * past that it answers `clock-off`: the device signs again with the time of that answer's `Date` header. A call that is
 * replayed within that time changes nothing: pushes and photos are idempotent, the rest reads.
 */
import { canonicalBytes } from '$lib/domain/ledger';

export const DEVICE_SCHEME = 'Countersign-Device';
/** A day and two hours: a tablet set to the wrong day or time zone still gets through. */
export const MAX_CLOCK_SKEW_MS = 26 * 60 * 60 * 1000;

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
