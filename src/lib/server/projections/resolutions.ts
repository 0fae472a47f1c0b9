/** What became of quarantined records: for the desk's list, and as a document for the tablet that sent them. */
import type { QuarantineResolved } from '$lib/domain/ledger';
import type { WorkingCopy } from './working-copy';

export async function recordResolution(
	copy: WorkingCopy,
	position: number,
	at: string,
	personId: string | null,
	{ deviceId, seq, hash, resolution, reason, entryId }: QuarantineResolved
): Promise<void> {
	const { tx, site } = copy;
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
	copy.putDocument(position, 'quarantined', hash, { deviceId, seq, resolution, reason, personId, at });
}
