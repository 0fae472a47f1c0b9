/** What people committed to before they were shown the model's call, found in this tablet's own entries: they outlive any draft. */
import type { CommittedCall } from '$lib/domain/committed-call';
import type { Entry } from '$lib/domain/ledger';
import type { LocalDatabase } from './database';

/** This person's call on this capture; null when they gave none. */
export async function readCommittedCall(
	database: LocalDatabase,
	personId: string,
	captureId: string
): Promise<CommittedCall | null> {
	const own = await database.entries
		.where('type')
		.equals('call.committed')
		.reverse()
		.filter(({ entry: { actor, body } }) => actor.personId === personId && body['captureId'] === captureId)
		.first();
	// Everything in this table was sealed by this app's own code.
	const entry = own?.entry as Entry | undefined;
	return entry?.type === 'call.committed' ? entry.body : null;
}
