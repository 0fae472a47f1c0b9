/** `POST /api/devices/codes` (admin) makes a one-time code; `POST /api/devices` (the new tablet) redeems it. */
import { Witness } from '$lib/domain/ledger';
import { Id, Instant, PublicKey, Site } from '$lib/domain/site';
import * as v from 'valibot';

export const EnrolmentCode = v.object({ code: v.string(), expiresAt: Instant });
export type EnrolmentCode = v.InferOutput<typeof EnrolmentCode>;

export const EnrolRequest = v.object({
	code: v.pipe(v.string(), v.minLength(8), v.maxLength(64)),
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120)),
	publicKey: PublicKey,
	/** What was left of an earlier identity of this tablet, whose records may be lost. */
	replaces: v.optional(
		// A witness that was damaged as well says nothing; it must not keep the tablet from joining.
		v.nullable(v.object({ deviceId: Id, witness: v.fallback(v.nullable(Witness), null) }))
	)
});
export type EnrolRequest = v.InferOutput<typeof EnrolRequest>;

export const EnrolResponse = v.object({ deviceId: Id, site: Site });
export type EnrolResponse = v.InferOutput<typeof EnrolResponse>;
