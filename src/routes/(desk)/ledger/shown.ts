/** Which entries are shown, as it stands in the address: so that a view can be sent to somebody, taken along and printed. */

export const FILTERS = ['q', 'type', 'verdict', 'device', 'person', 'since', 'until'] as const;
type FilterName = (typeof FILTERS)[number];
export type Shown = Partial<Record<FilterName, string>>;

export function shownBy(query: URLSearchParams): Shown {
	const given = FILTERS.map((name) => [name, query.get(name)?.trim()] as const);
	return Object.fromEntries(given.filter(([, value]) => value));
}

/** The same filters for another address, with its question mark; empty where nothing is left out. */
export function asQuery(shown: Shown): string {
	const query = new URLSearchParams(Object.entries(shown)).toString();
	return query === '' ? '' : `?${query}`;
}
