/** Who a tablet is: proved by its key over the request, checked against the site's register. */
import { createHash } from 'node:crypto';
import { fromBase64Url } from '$lib/domain/ledger';
import type { Device } from '$lib/domain/site';
import { MAX_CLOCK_SKEW_MS, parseAuthorization, requestBytes } from '$lib/wire';
import type { Core } from '../core';
import { isSignedBy } from '../ledger';
import { ProblemError } from '../problem';
import { readDocument } from '../projections';

export interface RequestDevice {
	device: Device;
	/** How far its clock is ahead of the server's, in milliseconds. */
	skewMs: number;
}

export interface SignedRequest {
	authorization: string | null;
	method: string;
	pathAndQuery: string;
	/** Null for calls without a body, or with a streamed one. */
	body: Uint8Array | null;
}

/** Throws `unknown-device` or `clock-off`. A device that was locked out is still told apart: what it may do is for the caller to say. */
export async function authenticateDevice(core: Core, site: string, request: SignedRequest): Promise<RequestDevice> {
	const claim = parseAuthorization(request.authorization);
	if (!claim) throw new ProblemError('unknown-device', { detail: 'no device signature' });
	const device = await readDocument(core.db, site, 'device', claim.deviceId);
	if (!device) throw new ProblemError('unknown-device', { detail: 'not in the register' });
	const bodyHash = request.body ? createHash('sha256').update(request.body).digest('base64url') : '';
	const signed = requestBytes(request.method, request.pathAndQuery, claim.unixMs, bodyHash);
	if (!isSignedBy(device.publicKey, fromBase64Url(claim.signature), signed)) {
		throw new ProblemError('unknown-device', { detail: 'the signature is not by the registered key' });
	}
	const skewMs = claim.unixMs - core.now().getTime();
	if (Math.abs(skewMs) > MAX_CLOCK_SKEW_MS) throw new ProblemError('clock-off', { detail: `${skewMs} ms` });
	return { device, skewMs };
}
