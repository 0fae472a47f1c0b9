/** Photos whose answer people have found, and that could therefore be a check. */
import { confirmedClass, type Decision } from '$lib/domain/decision';
import { GOOD, type Part } from '$lib/domain/site';
import type { Core } from '../core';
import { isOneOf, type Reader } from '../db';
import { readDocuments, type CaseFacts } from '../projections';

export interface Candidate {
	captureId: string;
	partId: string;
	/** SHA-256 of the photo, which the site holds. */
	photo: string;
	subjectText: string;
	at: string;
	sample: boolean;
	/** A class of the part, or `good`. */
	truth: string;
	/** Everybody who decided it. */
	decidedBy: string[];
	/** Of them, how many say the same. */
	agreeing: number;
	/** What the model suggested then, and how sure it was. */
	suggested: { class: string | null; confidence: number | null };
}

/** How far back is looked. */
const LOOKED_AT = 1_000;

/** Those that more people agree on first, then the newest; without those that are a check already. */
export async function readCandidates({ db }: Pick<Core, 'db'>, site: string, most = 60): Promise<Candidate[]> {
	const seeds = await readDocuments(db, site, 'seed');
	const used = new Set(seeds.flatMap(({ active, captureId }) => (active ? [captureId] : [])));
	const found = (await findCandidates(db, site, null)).filter(({ captureId }) => !used.has(captureId));
	return found.sort((one, other) => other.agreeing - one.agreeing || (one.at < other.at ? 1 : -1)).slice(0, most);
}

/** Null where nobody has found an answer, or the site lacks the photo. */
export async function readCandidate(reader: Reader, site: string, captureId: string): Promise<Candidate | null> {
	return (await findCandidates(reader, site, captureId))[0] ?? null;
}

async function findCandidates(db: Reader, site: string, captureId: string | null): Promise<Candidate[]> {
	const query = db
		.selectFrom('suggestions')
		.innerJoin('captures', (join) =>
			join.onRef('captures.site', '=', 'suggestions.site').onRef('captures.id', '=', 'suggestions.capture')
		)
		.innerJoin('photos', (join) =>
			join.onRef('photos.site', '=', 'captures.site').onRef('photos.sha256', '=', 'captures.photo')
		)
		.select([
			'suggestions.id',
			'suggestions.json',
			'captures.id as capture',
			'captures.part',
			'captures.photo',
			'captures.subject_text',
			'captures.at',
			'captures.sample'
		])
		.where('suggestions.site', '=', site)
		.where('suggestions.state', '=', 'satisfied')
		.orderBy('suggestions.changed_position', 'desc')
		.limit(LOOKED_AT);
	const rows = await (captureId === null ? query : query.where('captures.id', '=', captureId)).execute();
	const parts = new Map((await readDocuments(db, site, 'part')).map((part) => [part.id, part]));
	const calls = await readCalls(
		db,
		site,
		rows.map(({ id }) => id)
	);
	return rows.flatMap((row): Candidate[] => {
		const part = parts.get(row.part ?? '');
		const answer = part && knownAnswer(part, calls.get(row.id) ?? []);
		if (!answer) return [];
		const { suggestedClass, confidence } = JSON.parse(row.json) as CaseFacts;
		return [
			{
				captureId: row.capture,
				partId: part.id,
				photo: row.photo,
				subjectText: row.subject_text,
				at: row.at,
				sample: row.sample === 1,
				suggested: { class: suggestedClass, confidence },
				...answer
			}
		];
	});
}

interface Call {
	person: string;
	decision: Decision;
}

/** The last call that names a class of the part, and who says the same. */
function knownAnswer(part: Part, calls: readonly Call[]): Pick<Candidate, 'truth' | 'decidedBy' | 'agreeing'> | null {
	const superseded = new Set(calls.map(({ decision }) => decision.supersedes));
	const standing = calls.filter(({ decision }) => decision.verdict !== 'escalate' && !superseded.has(decision.id));
	const last = standing.at(-1);
	const truth = last ? confirmedClass(last.decision) : null;
	if (truth === null || !(truth === GOOD || part.classes.some(({ id }) => id === truth))) return null;
	const agreeing = new Set(
		standing.filter(({ decision }) => confirmedClass(decision) === truth).map(({ person }) => person)
	);
	return { truth, decidedBy: [...new Set(calls.map(({ person }) => person))], agreeing: agreeing.size };
}

async function readCalls(db: Reader, site: string, suggestions: readonly string[]): Promise<Map<string, Call[]>> {
	if (suggestions.length === 0) return new Map();
	const rows = await db
		.selectFrom('decisions')
		.select(['suggestion', 'person', 'json'])
		.where('site', '=', site)
		.where(isOneOf(db, 'suggestion', suggestions))
		.where('withdrawn', '=', 0)
		.orderBy('position')
		.execute();
	const bySuggestion = Map.groupBy(rows, ({ suggestion }) => suggestion);
	return new Map(
		[...bySuggestion].map(([id, own]) => [
			id,
			own.map(({ person, json }) => ({ person, decision: JSON.parse(json) as Decision }))
		])
	);
}
