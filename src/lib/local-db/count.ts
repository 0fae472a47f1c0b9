/** Counting what this tablet recorded. */
import Dexie from 'dexie';
import type { LocalDatabase } from './database';

/** How many decisions of this person stand that were made here since then (ISO 8601). Reads the index alone. */
export async function decisionsSince(database: LocalDatabase, personId: string, since: string): Promise<number> {
	const count = (type: string) =>
		database.entries
			.where('[type+entry.actor.personId+entry.at]')
			.between([type, personId, since], [type, personId, Dexie.maxKey])
			.count();
	// People take back their own decisions only, within seconds.
	const [decided, withdrawn] = await Promise.all([count('decision.made'), count('decision.withdrawn')]);
	return Math.max(0, decided - withdrawn);
}
