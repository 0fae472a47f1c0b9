/** What became of a record in quarantine, as tablets hear of it. */
import { RESOLUTIONS } from '$lib/domain/ledger';
import { Id, Instant } from '$lib/domain/site';
import * as v from 'valibot';

/** What an admin made of a record in quarantine, for the tablet that sent it. The document's id is the record's hash. */
export const QuarantinedDocument = v.object({
	deviceId: Id,
	seq: v.number(),
	resolution: v.picklist(RESOLUTIONS),
	reason: v.string(),
	/** The admin. */
	personId: v.nullable(Id),
	at: Instant
});
export type QuarantinedDocument = v.InferOutput<typeof QuarantinedDocument>;
