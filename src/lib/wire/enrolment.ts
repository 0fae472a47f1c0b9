/** `POST /api/devices/codes` (admin) makes a one-time code; `POST /api/devices` (the new tablet) redeems it. */
import { Id, Instant, PublicKey, Site } from '$lib/domain/site';
import * as v from 'valibot';

export const EnrolmentCode = v.object({ code: v.string(), expiresAt: Instant });
export type EnrolmentCode = v.InferOutput<typeof EnrolmentCode>;

export const EnrolRequest = v.object({
	code: v.pipe(v.string(), v.minLength(8), v.maxLength(64)),
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120)),
	publicKey: PublicKey
});
export type EnrolRequest = v.InferOutput<typeof EnrolRequest>;

export const EnrolResponse = v.object({ deviceId: Id, site: Site });
export type EnrolResponse = v.InferOutput<typeof EnrolResponse>;
