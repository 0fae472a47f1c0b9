/** The lines of all cases that wait, in memory: filtered and counted in a few milliseconds, changed case by case. */
import { readListing, type Listing } from '$lib/domain/review/listing';
import type { CaseSummary } from '$lib/domain/case';
import type { Role } from '$lib/domain/site';
import type { ChangedLine } from '$lib/local-db';

/** `asked`: those that wait for this person. `spoken`: those that they have answered or handed over, and that still wait for others. */
export const SCOPES = ['asked', 'all', 'spoken'] as const;
export type Scope = (typeof SCOPES)[number];

export interface CaseFilter {
	scope: Scope;
	state: CaseSummary['state'] | 'vetoable' | null;
	partId: string | null;
	class: string | null;
	areaId: string | null;
}

export const EVERYTHING: CaseFilter = { scope: 'asked', state: null, partId: null, class: null, areaId: null };

/** Who looks, and what this tablet knows beyond the documents. */
export interface Looker {
	personId: string;
	role: Role;
	/** Suggestions answered here, which the server has not confirmed: they wait for nobody here any more. */
	answered: ReadonlySet<string>;
	/** What the model said of a case that nobody has decided is not told: not by a filter either. */
	hidesClasses: boolean;
}

export type Counts = Record<'scope' | 'state' | 'partId' | 'class' | 'areaId', ReadonlyMap<string, number>>;

export interface Found {
	/** Most urgent first. */
	listings: readonly Listing[];
	/** For each choice of each filter, how many cases it would leave beside the other filters. */
	counts: Counts;
}

export class CaseIndex {
	#listings: Listing[];
	readonly #byId: Map<string, Listing>;

	/** @param lines in their order */
	constructor(lines: readonly string[]) {
		this.#listings = lines.map(readListing);
		this.#byId = new Map(this.#listings.map((listing) => [listing.suggestionId, listing]));
	}

	get size(): number {
		return this.#listings.length;
	}

	has(suggestionId: string): boolean {
		return this.#byId.has(suggestionId);
	}

	apply(changes: readonly ChangedLine[]): void {
		for (const { id, line } of changes) {
			const before = this.#byId.get(id);
			if (before) this.#listings.splice(this.#placeOf(before.line), 1);
			this.#byId.delete(id);
			if (line === null) continue;
			const listing = readListing(line);
			this.#listings.splice(this.#placeOf(line), 0, listing);
			this.#byId.set(id, listing);
		}
	}

	find(filter: CaseFilter, looker: Looker): Found {
		const counts = { scope: new Map(), state: new Map(), partId: new Map(), class: new Map(), areaId: new Map() };
		const listings: Listing[] = [];
		for (const listing of this.#listings) {
			const scopes = scopesOf(listing, looker);
			const states = statesOf(listing);
			const known = looker.hidesClasses && listing.spokenBy.length === 0 ? null : listing.class;
			const missed: (keyof Counts)[] = [];
			if (!scopes.includes(filter.scope)) missed.push('scope');
			if (filter.state !== null && !states.includes(filter.state)) missed.push('state');
			if (filter.partId !== null && listing.partId !== filter.partId) missed.push('partId');
			if (filter.class !== null && known !== filter.class) missed.push('class');
			if (filter.areaId !== null && listing.areaId !== filter.areaId) missed.push('areaId');
			if (missed.length > 1) continue;
			if (missed.length === 0) listings.push(listing);
			// A case that only one filter keeps out counts for the other choices of that filter.
			const counted = (name: keyof Counts) => missed.length === 0 || missed[0] === name;
			if (counted('scope')) for (const scope of scopes) count(counts.scope, scope);
			if (counted('state')) for (const state of states) count(counts.state, state);
			if (counted('partId')) count(counts.partId, listing.partId);
			if (counted('class')) count(counts.class, known);
			if (counted('areaId')) count(counts.areaId, listing.areaId);
		}
		return { listings, counts };
	}

	/** Where a line stands, or would. */
	#placeOf(line: string): number {
		let low = 0;
		let high = this.#listings.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((this.#listings[middle]?.line ?? '') < line) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}

function count(counts: Map<string, number>, value: string | null): void {
	if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
}

function scopesOf(
	{ suggestionId, waitingFor, spokenBy, barred }: Listing,
	{ personId, role, answered }: Looker
): readonly Scope[] {
	if (answered.has(suggestionId)) return ANSWERED;
	const hasSpoken = spokenBy.includes(personId);
	const isAsked = waitingFor.includes(role) && !barred.includes(personId);
	if (isAsked) return hasSpoken ? EVERY_SCOPE : ASKED;
	return hasSpoken ? SPOKEN : OTHERS;
}

const ANSWERED: readonly Scope[] = ['spoken'];
const ASKED: readonly Scope[] = ['asked', 'all'];
const SPOKEN: readonly Scope[] = ['all', 'spoken'];
const OTHERS: readonly Scope[] = ['all'];
const EVERY_SCOPE: readonly Scope[] = SCOPES;

function statesOf({ state, vetoable }: Listing): readonly string[] {
	return vetoable ? VETOABLE : ALONE[state];
}

const VETOABLE: readonly string[] = ['vetoable'];
const ALONE: Record<CaseSummary['state'], readonly string[]> = {
	open: ['open'],
	escalated: ['escalated'],
	disputed: ['disputed'],
	'awaiting-approval': ['awaiting-approval'],
	satisfied: ['satisfied']
};
