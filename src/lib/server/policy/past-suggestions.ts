/** Suggestions on record with what people made of them: for simulations, and for what corrections say about the policy. */
import type { Decision } from '$lib/domain/decision';
import type { EntryEnvelope } from '$lib/domain/ledger';
import { factsBefore, factsOf, type RoutingFacts } from '$lib/domain/policy';
import { findingOf, type PastSuggestion } from '$lib/domain/policy/simulate';
import type { Part } from '$lib/domain/site';
import type { Suggestion } from '$lib/domain/suggestion';
import type { Core } from '../core';
import { isOneOf } from '../db';
import { readDocuments, type CaseFacts } from '../projections';

/** Read together: enough that the store is asked rarely, few enough that others get their turn in between. */
const PAGE = 2_000;

/** The newest first, at most `limit` of them. */
export async function* pastSuggestions(core: Core, site: string, limit: number): AsyncIterable<PastSuggestion> {
	const parts = new Map((await readDocuments(core.db, site, 'part')).map((part) => [part.id, part]));
	let left = limit;
	let before: string | null = null;
	while (left > 0) {
		const size = Math.min(PAGE, left);
		const page: Page = await readPage(core, site, parts, before, size);
		yield* page.suggestions;
		left -= page.suggestions.length;
		before = page.last;
		if (page.read < size || before === null) return;
		// SQLite answers at once: without this, nobody else would be answered until the end.
		await new Promise(setImmediate);
	}
}

interface Page {
	suggestions: PastSuggestion[];
	/** Rows, some of which may have no capture on record. */
	read: number;
	/** The id to go on below; null at the end. */
	last: string | null;
}

async function readPage(
	{ db }: Core,
	site: string,
	parts: ReadonlyMap<string, Part>,
	before: string | null,
	size: number
): Promise<Page> {
	let query = db
		.selectFrom('suggestions')
		.leftJoin('captures', (join) =>
			join.onRef('captures.site', '=', 'suggestions.site').onRef('captures.id', '=', 'suggestions.capture')
		)
		.select(['suggestions.id', 'suggestions.json', 'suggestions.state', 'captures.part'])
		.where('suggestions.site', '=', site);
	if (before !== null) query = query.where('suggestions.id', '<', before);
	const rows = await query.orderBy('suggestions.id', 'desc').limit(size).execute();
	// One whose capture is not on record was never shown to anyone as a case.
	const cases = rows.filter(({ state }) => state !== null);
	const ids = cases.map(({ id }) => id);
	const decisions = await readDecisions(db, site, ids);
	const known = cases.map((row) => ({ ...row, facts: (JSON.parse(row.json) as CaseFacts).facts ?? null }));
	const bare = known
		.filter(({ facts }) => facts === null)
		.map(({ id, part }) => ({ id, part: parts.get(part ?? '') ?? null }));
	const derived = await deriveFacts(db, site, bare);
	const suggestions = known.flatMap(({ id, facts, part }) => {
		const all = facts ? { suggestionId: id, ...facts } : derived.get(id);
		return all ? [asPast(all, parts.get(part ?? '') ?? null, decisions.get(id) ?? [])] : [];
	});
	return { suggestions, read: rows.length, last: rows.at(-1)?.id ?? null };
}

function asPast(facts: RoutingFacts, part: Part | null, standing: readonly Decision[]): PastSuggestion {
	const before = part && factsBefore(part, facts.suggestionId, facts.person, facts.at);
	return { facts, before, finding: findingOf(facts.class, standing) };
}

/** The decisions that stand on each suggestion, oldest first. */
async function readDecisions(db: Core['db'], site: string, ids: readonly string[]): Promise<Map<string, Decision[]>> {
	const rows = await db
		.selectFrom('decisions')
		.select(['suggestion', 'json'])
		.where('site', '=', site)
		.where(isOneOf(db, 'suggestion', ids))
		.where('withdrawn', '=', 0)
		.orderBy('position')
		.execute();
	const made = Map.groupBy(rows, ({ suggestion }) => suggestion);
	return new Map([...made].map(([id, own]) => [id, standing(own.map(({ json }) => JSON.parse(json) as Decision))]));
}

function standing(made: readonly Decision[]): Decision[] {
	const superseded = new Set(made.map(({ supersedes }) => supersedes));
	return made.filter(({ id }) => !superseded.has(id));
}

/** Cases of older servers keep no facts: their entries say the same, more slowly. */
async function deriveFacts(
	db: Core['db'],
	site: string,
	bare: readonly { id: string; part: Part | null }[]
): Promise<Map<string, RoutingFacts>> {
	if (bare.length === 0) return new Map();
	const parts = new Map(bare.map(({ id, part }) => [id, part]));
	const rows = await db
		.selectFrom('entries')
		.select('json')
		.where('site', '=', site)
		.where('type', '=', 'suggestion.made')
		.where(isOneOf(db, 'about', [...parts.keys()]))
		.execute();
	const facts = rows.map(({ json }) => {
		const { at, actor, body } = JSON.parse(json) as EntryEnvelope;
		const suggestion = body as unknown as Suggestion;
		return factsOf(suggestion, parts.get(suggestion.id) ?? null, actor.personId, at);
	});
	return new Map(facts.map((each) => [each.suggestionId, each]));
}
