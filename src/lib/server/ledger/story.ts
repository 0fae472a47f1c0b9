/** One record's whole story: every entry about one capture, and the rules its suggestion met. */
import type { FaultCatalogue } from '$lib/domain/fault/catalogue';
import type { BodyOf, EntryEnvelope, EntryType } from '$lib/domain/ledger';
import {
	factsOf,
	faultFactsOf,
	FIRST_POLICY,
	route,
	type Policy,
	type Route,
	type RoutingFacts
} from '$lib/domain/policy';
import type { Part } from '$lib/domain/site';
import type { CaseSummary } from '$lib/wire';
import type { Core } from '../core';
import { isOneOf } from '../db';
import { readPolicyHistory } from './policy-record';
import { readEntriesAt, type LedgerRow } from './read';

export interface Story {
	captureId: string;
	/** As printed on its label. */
	subjectText: string;
	/** In the order of the ledger. */
	rows: LedgerRow[];
	/** How each suggestion was routed when it arrived, by its position. */
	routes: Map<number, { route: Route; facts: RoutingFacts }>;
	/** Every policy that was in force until now, by version; the one a new site starts with included. */
	policies: Map<number, Policy>;
	/** Where its checkpoints stand now. */
	cases: CaseSummary[];
}

/** Null for a capture that is not on record. */
export async function readStory(core: Core, site: string, captureId: string): Promise<Story | null> {
	const capture = await core.db
		.selectFrom('captures')
		.select(['photo', 'part', 'subject_text'])
		.where('site', '=', site)
		.where('id', '=', captureId)
		.executeTakeFirst();
	if (!capture) return null;
	const rows = await readCase(core, site, [captureId, capture.photo]);
	const { versions } = await readPolicyHistory(core.db, site);
	const reported = rows.find(({ entry }) => entry.type === 'fault.reported')?.entry.body;
	const assetId = (reported as BodyOf<'fault.reported'> | undefined)?.assetId ?? null;
	const routes: Story['routes'] = new Map();
	for (const { position, entry } of rows) {
		if (entry.type !== 'suggestion.made') continue;
		const policy = versions.find((published) => published.position < position)?.policy ?? FIRST_POLICY;
		const facts = await factsAsOf(core, site, { position, entry }, { part: capture.part, assetId });
		routes.set(position, { route: route(policy, facts), facts });
	}
	const cases = await core.db
		.selectFrom('suggestions')
		.innerJoin('documents', (join) =>
			join
				.onRef('documents.site', '=', 'suggestions.site')
				.onRef('documents.id', '=', 'suggestions.id')
				.on('documents.kind', '=', 'case')
		)
		.select('documents.value')
		.where('suggestions.site', '=', site)
		.where('suggestions.capture', '=', captureId)
		.execute();
	return {
		captureId,
		subjectText: capture.subject_text,
		rows,
		routes,
		policies: new Map(
			[FIRST_POLICY, ...versions.map(({ policy }) => policy)].map((policy) => [policy.version, policy])
		),
		cases: cases.map(({ value }) => JSON.parse(value) as CaseSummary)
	};
}

/** What the policy was asked about a suggestion, from the register and the catalogue as they stood. */
async function factsAsOf(
	core: Core,
	site: string,
	{ position, entry }: Pick<LedgerRow, 'position' | 'entry'>,
	about: { part: string | null; assetId: string | null }
): Promise<RoutingFacts> {
	const suggestion = entry.body as BodyOf<'suggestion.made'>;
	const { actor, at } = entry;
	if (about.assetId !== null) {
		const catalogue = await catalogueAsOf(core, site, position);
		return faultFactsOf(suggestion, { assetId: about.assetId, catalogue }, actor.personId, at);
	}
	const part = about.part === null ? null : await partAsOf(core, site, about.part, position);
	return factsOf(suggestion, part, actor.personId, at);
}

/** The capture whose story an entry is part of; null for what belongs to none. */
export async function captureOf(core: Core, site: string, { position, entry }: LedgerRow): Promise<string | null> {
	if (entry.type === 'photo.stored') {
		const { sha256 } = entry.body as BodyOf<'photo.stored'>;
		const row = await core.db
			.selectFrom('captures')
			.select('id')
			.where('site', '=', site)
			.where('photo', '=', sha256)
			.orderBy('at')
			.limit(1)
			.executeTakeFirst();
		return row?.id ?? null;
	}
	if (entry.type === 'quarantine.resolved') return captureOfRecord(core, site, entry);
	return subjectAt(core, site, position);
}

/** Of a record that was in quarantine: by the entry in its place, or by what the record itself names. */
async function captureOfRecord(core: Core, site: string, { body }: EntryEnvelope): Promise<string | null> {
	const { entryId, deviceId, seq, hash } = body as BodyOf<'quarantine.resolved'>;
	if (entryId !== null) {
		const row = await core.db
			.selectFrom('entries')
			.select('position')
			.where('site', '=', site)
			.where('id', '=', entryId)
			.executeTakeFirst();
		return row ? subjectAt(core, site, row.position) : null;
	}
	const record = await core.db
		.selectFrom('quarantine')
		.select('json')
		.where('site', '=', site)
		.where('device', '=', deviceId)
		.where('seq', '=', seq)
		.where('hash', '=', hash)
		.executeTakeFirst();
	const named = record && (JSON.parse(record.json) as { body?: { captureId?: unknown } }).body?.captureId;
	if (typeof named !== 'string') return null;
	const known = core.db.selectFrom('captures').select('id').where('site', '=', site).where('id', '=', named);
	return (await known.executeTakeFirst())?.id ?? null;
}

async function subjectAt(core: Core, site: string, position: number): Promise<string | null> {
	const row = await core.db
		.selectFrom('entry_index')
		.innerJoin('captures', (join) =>
			join.onRef('captures.site', '=', 'entry_index.site').onRef('captures.id', '=', 'entry_index.subject')
		)
		.select('captures.id')
		.where('entry_index.site', '=', site)
		.where('entry_index.position', '=', position)
		.executeTakeFirst();
	return row?.id ?? null;
}

/** The entries of a case, and what was made of those that were in quarantine first. */
async function readCase(core: Core, site: string, subjects: readonly string[]): Promise<LedgerRow[]> {
	const { db } = core;
	const own = await db
		.selectFrom('entry_index')
		.innerJoin('entries', (join) =>
			join.onRef('entries.site', '=', 'entry_index.site').onRef('entries.position', '=', 'entry_index.position')
		)
		.select(['entries.position', 'entries.id'])
		.where('entry_index.site', '=', site)
		.where(isOneOf(db, 'entry_index.subject', subjects))
		.execute();
	const ids = own.map(({ id }) => id);
	const resolved = await db
		.selectFrom('resolutions')
		.select('position')
		.where('site', '=', site)
		.where(isOneOf(db, 'entry_id', ids))
		.execute();
	return readEntriesAt(
		core,
		site,
		[...own, ...resolved].map(({ position }) => position)
	);
}

/** The part as it was defined when this position was given. */
export function partAsOf(core: Core, site: string, part: string, position: number): Promise<Part | null> {
	return bodyAsOf<Part>(core, site, { type: 'part.defined', about: part }, position);
}

function catalogueAsOf(core: Core, site: string, position: number): Promise<FaultCatalogue | null> {
	return bodyAsOf<FaultCatalogue>(core, site, { type: 'fault-catalogue.published' }, position);
}

/** The newest before a position, as its schema read it on its way in. */
async function bodyAsOf<T>(
	core: Core,
	site: string,
	{ type, about }: { type: EntryType; about?: string },
	position: number
): Promise<T | null> {
	let found = core.db.selectFrom('entries').select('json').where('site', '=', site).where('type', '=', type);
	if (about !== undefined) found = found.where('about', '=', about);
	const row = await found.where('position', '<', position).orderBy('position', 'desc').limit(1).executeTakeFirst();
	return row ? (JSON.parse(row.json) as { body: T }).body : null;
}
