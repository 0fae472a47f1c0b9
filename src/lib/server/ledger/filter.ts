/** Which entries people want to see, and where in the ledger they are. */
import { VERDICTS } from '$lib/domain/decision';
import * as v from 'valibot';
import type { Core } from '../core';
import { holdsText, isOneOf } from '../db';
import { readDocuments } from '../projections';

export interface LedgerFilter {
	type?: string | undefined;
	device?: string | undefined;
	person?: string | undefined;
	verdict?: string | undefined;
	/** ISO 8601, by the server's clock: from this moment on. */
	since?: string | undefined;
	/** ISO 8601: before this moment. */
	until?: string | undefined;
	/** Words that all have to be found: in part, serial, person, device, note or reason. */
	words?: string | undefined;
}

/** As it stands in an address. Days are the server's own. */
const Address = v.object({
	type: v.optional(v.string()),
	device: v.optional(v.string()),
	person: v.optional(v.string()),
	verdict: v.optional(v.picklist(VERDICTS)),
	since: v.optional(v.pipe(v.string(), v.isoDate())),
	until: v.optional(v.pipe(v.string(), v.isoDate())),
	q: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200)))
});

/** A filter from an address; what no filter can be read from is left out. */
export function ledgerFilterFrom(query: URLSearchParams): LedgerFilter {
	const given = [...query].filter(([name, value]) => value !== '' && name in Address.entries);
	const sound = given.filter(([name, value]) => v.safeParse(Address, { [name]: value }).success);
	const { since, until, q, ...rest } = v.parse(Address, Object.fromEntries(sound));
	return {
		...rest,
		...(since && { since: startOf(since, 0) }),
		...(until && { until: startOf(until, 1) }),
		...(q && { words: q })
	};
}

/** Whether it leaves anything out. */
export function isFiltering(filter: LedgerFilter): boolean {
	return Object.values(filter).some((value) => value !== undefined);
}

/** The moment a day begins, some days later. */
function startOf(day: string, later: number): string {
	const date = new Date(`${day}T00:00:00`);
	date.setDate(date.getDate() + later);
	return date.toISOString();
}

export interface Span {
	/** Positions above this one. */
	after?: number;
	/** Positions below this one. */
	before?: number;
}

const WORDS_TAKEN = 8;

/** What the index holds of the entries that pass: to be ordered, limited or counted by the caller. */
export async function passing(core: Core, site: string, filter: LedgerFilter, { after, before }: Span = {}) {
	let query = core.db.selectFrom('entry_index').where('site', '=', site);
	if (filter.type) query = query.where('type', '=', filter.type);
	if (filter.device) query = query.where('device', '=', filter.device);
	if (filter.person) query = query.where('person', '=', filter.person);
	if (filter.verdict) query = query.where('verdict', '=', filter.verdict);
	if (filter.since) query = query.where('received_at', '>=', filter.since);
	if (filter.until) query = query.where('received_at', '<', filter.until);
	if (after !== undefined) query = query.where('position', '>', after);
	if (before !== undefined) query = query.where('position', '<', before);
	for (const { text, people, devices } of await searched(core, site, filter.words)) {
		query = query.where(({ or }) =>
			or([
				holdsText('words', text),
				...(people.length > 0 ? [isOneOf(core.db, 'person', people)] : []),
				...(devices.length > 0 ? [isOneOf(core.db, 'device', devices)] : [])
			])
		);
	}
	return query;
}

interface Searched {
	text: string;
	/** Those whose names hold it, by id. */
	people: string[];
	devices: string[];
}

/** Names are few and may change: they are looked up now, not kept beside each entry. */
async function searched(core: Core, site: string, words = ''): Promise<Searched[]> {
	const texts = words.toLowerCase().split(/\s+/).filter(Boolean).slice(0, WORDS_TAKEN);
	if (texts.length === 0) return [];
	const [people, devices] = await Promise.all([
		readDocuments(core.db, site, 'person'),
		readDocuments(core.db, site, 'device')
	]);
	const named = (all: readonly { id: string; name: string }[], text: string) =>
		all.filter(({ name }) => name.toLowerCase().includes(text)).map(({ id }) => id);
	return texts.map((text) => ({ text, people: named(people, text), devices: named(devices, text) }));
}
