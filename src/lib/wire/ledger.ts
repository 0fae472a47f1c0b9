/** `GET /api/ledger`: one JSON object a line (application/jsonl), in the order the site's server gave them. */
import { Instant } from '$lib/domain/site';
import { EntryEnvelope } from '$lib/domain/ledger';
import * as v from 'valibot';

export const LedgerLine = v.object({
	position: v.number(),
	/** The server's clock. */
	receivedAt: Instant,
	/** How far the device's clock was ahead of the server's when it sent this, in milliseconds. */
	skewMs: v.number(),
	entry: EntryEnvelope
});
export type LedgerLine = v.InferOutput<typeof LedgerLine>;
