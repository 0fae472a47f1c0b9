/** One case with everything that whoever answers it has to see, and nothing that they must not see yet. */
import { firstStep, type CaseDetail } from '$lib/domain/review/case-detail';
import type { BodyOf, EntryType } from '$lib/domain/ledger';
import type { Suggestion } from '$lib/domain/suggestion';
import type { CaseSummary } from '$lib/wire';
import type { Core } from '../core';
import { isOneOf } from '../db';
import { readStory, type LedgerRow, type Story } from '../ledger';
import type { CaseFacts } from '../projections';

/** Cases of the same unit that are shown: more than one screen is not read. */
const SAME_UNIT = 12;

/**
 * Null for a case that is not on record.
 * @param asker who asks, where that is proved: the person of a session at the desk. A tablet's call says which tablet, not who holds it.
 */
export async function readCaseDetail(
	core: Core,
	site: string,
	suggestionId: string,
	asker: string | null
): Promise<CaseDetail | null> {
	const row = await core.db
		.selectFrom('suggestions')
		.select(['capture', 'json'])
		.where('site', '=', site)
		.where('id', '=', suggestionId)
		.executeTakeFirst();
	const story = row && (await readStory(core, site, row.capture));
	const summary = story?.cases.find((item) => item.suggestionId === suggestionId);
	if (!story || !summary) return null;
	const { consequence, policyVersion = null } = JSON.parse(row.json) as CaseFacts;
	const own = story.rows.filter((entry) => isAbout(entry, suggestionId));
	const suggested = own.find(({ entry }) => entry.type === 'suggestion.made');
	const met = suggested && story.routes.get(suggested.position)?.route;
	const withheld = isWithheld(summary, consequence.readers, own, asker);
	return {
		summary,
		entries: (withheld ? own.filter(({ entry }) => firstStep(entry.type) || entry.actor.personId === asker) : own).map(
			({ position, receivedAt, entry }) => ({ position, receivedAt, entry })
		),
		route: { consequence, policyVersion, rule: met?.rule ?? null, because: met?.because ?? [] },
		withheld,
		sameUnit: await readSameUnit(core, site, story, summary),
		nearest: suggested ? await readNearest(core, site, suggested.entry.body as Suggestion) : []
	};
}

/** A photo may have been judged more than once: what is about the photo alone belongs to each. */
function isAbout({ entry: { type, body } }: LedgerRow, suggestionId: string): boolean {
	if (type === 'suggestion.made') return body['id'] === suggestionId;
	return body['suggestionId'] === undefined || body['suggestionId'] === suggestionId;
}

/**
 * Two people read it, neither knowing what the other said, and one of them has not yet. Whoever holds a tablet could be that one: only
 * somebody at the desk who has decided is told.
 */
function isWithheld(
	{ state, readers }: CaseSummary,
	needed: number,
	rows: readonly LedgerRow[],
	asker: string | null
): boolean {
	if (needed < 2 || state !== 'open') return false;
	const deciders = readers?.done ?? peopleWho('decision.made', rows);
	return deciders.length > 0 && (asker === null || !deciders.includes(asker));
}

function peopleWho(type: EntryType, rows: readonly LedgerRow[]): string[] {
	return rows.flatMap(({ entry }) => (entry.type === type && entry.actor.personId ? [entry.actor.personId] : []));
}

/** Of a serial or a lot: a part alone, or a work order, names too many. */
async function readSameUnit(
	{ db }: Core,
	site: string,
	{ captureId, subjectText, rows }: Story,
	{ partId }: CaseSummary
): Promise<CaseSummary[]> {
	const taken = rows.find(({ entry }) => entry.type === 'capture.recorded')?.entry.body;
	const kind = (taken as BodyOf<'capture.recorded'> | undefined)?.subject.kind;
	if (partId === null || (kind !== 'unit' && kind !== 'lot')) return [];
	const found = await db
		.selectFrom('captures')
		.innerJoin('suggestions', (join) =>
			join.onRef('suggestions.site', '=', 'captures.site').onRef('suggestions.capture', '=', 'captures.id')
		)
		.innerJoin('documents', (join) =>
			join
				.onRef('documents.site', '=', 'suggestions.site')
				.onRef('documents.id', '=', 'suggestions.id')
				.on('documents.kind', '=', 'case')
		)
		.select('documents.value')
		.where('captures.site', '=', site)
		.where('captures.part', '=', partId)
		.where('captures.subject_text', '=', subjectText)
		.where('captures.id', '!=', captureId)
		.orderBy('captures.at', 'desc')
		.limit(SAME_UNIT)
		.execute();
	return found.map(({ value }) => JSON.parse(value) as CaseSummary);
}

async function readNearest({ db }: Core, site: string, { nearest }: Suggestion): Promise<CaseDetail['nearest']> {
	if (nearest.length === 0) return [];
	const rows = await db
		.selectFrom('captures')
		.leftJoin('photos', (join) =>
			join.onRef('photos.site', '=', 'captures.site').onRef('photos.sha256', '=', 'captures.photo')
		)
		.select(['captures.id', 'captures.subject_text', 'captures.at', 'photos.sha256'])
		.where('captures.site', '=', site)
		.where(
			isOneOf(
				db,
				'captures.id',
				nearest.map(({ captureId }) => captureId)
			)
		)
		.execute();
	const known = new Map(rows.map((row) => [row.id, row]));
	return nearest.map(({ captureId, class: confirmed, similarity }) => {
		const row = known.get(captureId);
		return {
			captureId,
			class: confirmed,
			similarity,
			photo: row?.sha256 ?? null,
			subjectText: row?.subject_text ?? null,
			at: row?.at ?? null
		};
	});
}
