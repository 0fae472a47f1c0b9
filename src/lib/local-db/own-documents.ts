/** What this tablet's own entries add to its register at once; the server's version takes the place when it is pulled. */
import type { Entry } from '$lib/domain/ledger';
import type { StoredDocument } from './schema';

/** The position of a document that no server has given one. */
export const OWN_POSITION = 0;

/** A unit registered on the floor can be inspected at once, with or without a network. */
export function documentsOf(entry: Entry): StoredDocument[] {
	if (entry.type !== 'unit.registered') return [];
	return [{ kind: 'unit', id: entry.body.id, position: OWN_POSITION, value: entry.body }];
}
