/** Records that the server keeps apart, as items of the queue: with the rule they broke, or with what an admin made of them. */
import type { LocalDatabase, QuarantinedRow } from '$lib/local-db';
import { readSettled } from '$lib/sync';
import type { SyncItem } from '../sync-words';

export async function keptApartItems(database: LocalDatabase, rows: readonly QuarantinedRow[]): Promise<SyncItem[]> {
	if (rows.length === 0) return [];
	const settled = await readSettled(database);
	return Promise.all(
		rows.map(async ({ seq, type, at, reason }): Promise<SyncItem> => {
			const outcome = settled.get(seq);
			return {
				kind: 'quarantined',
				key: String(seq),
				type,
				since: at,
				bytes: 0,
				attempts: 0,
				problem: outcome
					? {
							code: `quarantine-${outcome.resolution}`,
							detail: `${await nameOf(database, outcome.personId)}: ${outcome.reason}`
						}
					: { code: 'quarantined', detail: reason },
				needsPerson: outcome === undefined,
				from: null
			};
		})
	);
}

async function nameOf(database: LocalDatabase, personId: string | null): Promise<string> {
	const value = personId === null ? undefined : (await database.documents.get(['person', personId]))?.value;
	const name = typeof value === 'object' && value !== null && 'name' in value ? value.name : null;
	return typeof name === 'string' ? name : (personId ?? '–');
}
