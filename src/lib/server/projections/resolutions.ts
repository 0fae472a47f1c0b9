/** What became of quarantined records: for the desk's list, and as a document for the tablet that sent them. */
import type { QuarantineResolved } from '$lib/domain/ledger';
import type { Tx } from '../db';
import { putDocument } from './documents';

export async function recordResolution(
	tx: Tx,
	site: string,
	position: number,
	at: string,
	personId: string | null,
	{ deviceId, seq, hash, resolution, reason, entryId }: QuarantineResolved
): Promise<void> {
	await tx
		.insertInto('resolutions')
		.values({
			site,
			device: deviceId,
			seq,
			hash,
			position,
			resolution,
			reason,
			person: personId,
			at,
			entry_id: entryId
		})
		.execute();
	await putDocument(tx, site, position, 'quarantined', hash, { deviceId, seq, resolution, reason, personId, at });
}
