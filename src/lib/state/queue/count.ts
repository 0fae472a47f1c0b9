/** How much waits on this tablet, counted from the indexes, however long the queue is. */
import type { LocalDatabase } from '$lib/local-db';
import { ITEM_REFUSALS, readSettled } from '$lib/sync';
import type { QueueCounts } from '../sync-words';

export async function countQueue(database: LocalDatabase): Promise<QueueCounts> {
	const { outbox, photos, carried, quarantined } = database;
	const refused = (table: typeof outbox | typeof photos | typeof carried) =>
		table.where('lastError.code').anyOf(ITEM_REFUSALS).count();
	const [entries, decisions, waitingPhotos, others, keptApart, ...refusals] = await Promise.all([
		outbox.count(),
		outbox.where('type').equals('decision.made').count(),
		photos.where('state').equals('waiting').count(),
		carried.count(),
		quarantined.count(),
		refused(outbox),
		refused(photos),
		refused(carried)
	]);
	const settled = keptApart === 0 ? 0 : await countSettled(database);
	const attention = refusals.reduce((sum, count) => sum + count, keptApart - settled);
	return { entries, decisions, photos: waitingPhotos, carried: others, quarantined: keptApart, attention };
}

/** How many of the records kept apart need nobody's attention any more. */
async function countSettled(database: LocalDatabase): Promise<number> {
	const settled = await readSettled(database);
	return settled.size === 0
		? 0
		: database.quarantined
				.where('seq')
				.anyOf([...settled.keys()])
				.count();
}
