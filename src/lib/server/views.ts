/** What the desk's pages list: the queue of cases, and what is printed on labels. */
import type { Area, Asset, Part, Person, Site, Unit, WorkOrder } from '$lib/domain/site';
import type { CaseSummary, PersonDocument } from '$lib/wire';
import type { Core } from './core';
import { readDocument, readDocuments } from './projections';
import { DEMO_PINS } from './setup/demo-site';

export interface QueuePage {
	/** Newest change first. */
	cases: CaseSummary[];
	/** Give it as `before` to get the next page; null on the last. */
	next: string | null;
	counts: Partial<Record<CaseSummary['state'], number>>;
}

/** Cases in these states, or in any when none is named. */
export async function readQueue(
	core: Core,
	site: string,
	states: readonly CaseSummary['state'][],
	before: string | null,
	limit: number
): Promise<QueuePage> {
	const cases = core.db.selectFrom('suggestions').where('site', '=', site).where('state', 'is not', null);
	const counts = await cases
		.select(['state', (expression) => expression.fn.countAll<number>().as('count')])
		.groupBy('state')
		.execute();
	let query = core.db
		.selectFrom('suggestions')
		.innerJoin('documents', (join) =>
			join
				.onRef('documents.site', '=', 'suggestions.site')
				.onRef('documents.id', '=', 'suggestions.id')
				.on('documents.kind', '=', 'case')
		)
		.select(['suggestions.changed_position', 'suggestions.id', 'documents.value'])
		.where('suggestions.site', '=', site);
	if (states.length > 0) query = query.where('suggestions.state', 'in', [...states]);
	const cursor = readCursor(before);
	if (cursor) {
		query = query.where((expression) =>
			expression.or([
				expression('suggestions.changed_position', '<', cursor.position),
				expression.and([
					expression('suggestions.changed_position', '=', cursor.position),
					expression('suggestions.id', '<', cursor.id)
				])
			])
		);
	}
	const rows = await query
		.orderBy('suggestions.changed_position', 'desc')
		.orderBy('suggestions.id', 'desc')
		.limit(limit + 1)
		.execute();
	const shown = rows.slice(0, limit);
	const last = shown.at(-1);
	return {
		cases: shown.map((row) => JSON.parse(row.value) as CaseSummary),
		next: rows.length > limit && last ? `${last.changed_position}.${last.id}` : null,
		counts: Object.fromEntries(counts.map(({ state, count }) => [state, count]))
	};
}

/** One photo can change several cases at once, so a position alone does not say where a page ended. */
function readCursor(text: string | null): { position: number; id: string } | null {
	const [, position, id] = /^(\d{1,15})\.(.{1,64})$/.exec(text ?? '') ?? [];
	return position && id ? { position: Number(position), id } : null;
}

/** Everything a page needs to print codes, names and sample PINs. */
export interface Register {
	site: Site;
	areas: Area[];
	assets: Asset[];
	parts: Part[];
	units: Unit[];
	workOrders: WorkOrder[];
	/** `samplePin` is the printed PIN of a demo person who still has it; null for everyone else. */
	people: (Person & { hasPin: boolean; samplePin: string | null })[];
}

/** Null before the first run was completed. */
export async function readRegister(core: Core, siteId: string): Promise<Register | null> {
	const { db } = core;
	const site = await readDocument(db, siteId, 'site', siteId);
	if (!site) return null;
	const samplePins = await db
		.selectFrom('credentials')
		.select('person')
		.where('site', '=', siteId)
		.where('sample', '=', 1)
		.execute();
	const printed = new Set(samplePins.map((row) => row.person));
	return {
		site,
		areas: await readDocuments(db, siteId, 'area'),
		assets: await readDocuments(db, siteId, 'asset'),
		parts: await readDocuments(db, siteId, 'part'),
		units: await readDocuments(db, siteId, 'unit'),
		workOrders: await readDocuments(db, siteId, 'work-order'),
		people: (await readDocuments(db, siteId, 'person')).map(({ pin, ...person }: PersonDocument) => ({
			...person,
			hasPin: pin !== null,
			samplePin: person.sample && printed.has(person.id) ? (DEMO_PINS[person.id] ?? null) : null
		}))
	};
}
