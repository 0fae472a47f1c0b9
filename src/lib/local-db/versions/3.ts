import type Dexie from 'dexie';

/**
 * For the review desk: cases found by their state and age without reading the others, their lines in the order they wait, and what was
 * fetched of some of them for a time without the network. Rows stay as they are. Documents of other kinds are in no index of `value`.
 */
export function version3(database: Dexie): void {
	database.version(3).stores({
		documents: '[kind+id], kind, position, [kind+position], [kind+value.at], [kind+value.state+value.at]',
		caseLines: 'line, &id',
		caseDetails: 'id, keptAt',
		pictures: 'name, keptAt'
	});
}
