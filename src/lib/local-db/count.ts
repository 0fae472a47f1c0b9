/** Counting what this tablet recorded. */
import type { LocalDatabase } from './database';

/** How many decisions of this person stand that were made here since then (ISO 8601); reads no older entries. */
export async function decisionsSince(database: LocalDatabase, personId: string, since: string): Promise<number> {
	const decided = new Set<unknown>();
	const withdrawn = new Set<unknown>();
	await database.entries
		.orderBy('seq')
		.reverse()
		.until(({ entry }) => entry.at < since)
		.each(({ type, entry }) => {
			if (entry.actor.personId !== personId) return;
			if (type === 'decision.made') decided.add(entry.body['id']);
			if (type === 'decision.withdrawn') withdrawn.add(entry.body['decisionId']);
		});
	return [...decided].filter((id) => !withdrawn.has(id)).length;
}
