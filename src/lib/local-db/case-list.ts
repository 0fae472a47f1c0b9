/**
 * The site's cases on this tablet, however many: read by the page, found by state and age, and listed by how urgently they wait. The list of
 * those that wait is derived from their documents, and follows them wherever the last update ended, whoever wrote them.
 */
import { CaseSummary } from '$lib/domain/case';
import { listingLine } from '$lib/domain/review/listing';
import { waitsForSomebody } from '$lib/domain/review/waiting';
import Dexie from 'dexie';
import * as v from 'valibot';
import type { LocalDatabase } from './database';
import type { StoredDocument } from './schema';
import { readSetting, writeSetting } from './settings';

const KIND = 'case';
/** Documents taken into the list in one transaction: nobody who decides waits long for it. */
const PAGE = 1000;

/** A case whose document changed: how it waits now; null where it no longer does. */
export interface ChangedLine {
	id: string;
	line: string | null;
}

/**
 * Brings the list up to date with the documents. Returns what changed; null where the whole list is to be read again.
 * @param tell how many cases have been taken up so far: the first time it is all of them
 */
export async function updateCaseLines(
	database: LocalDatabase,
	tell: (taken: number) => void = () => undefined
): Promise<ChangedLine[] | null> {
	const changed: ChangedLine[] = [];
	let isWhole = true;
	for (;;) {
		const page = await takePage(database);
		if (page.restarted) isWhole = false;
		changed.push(...page.changed);
		tell(changed.length);
		if (page.done) return isWhole ? changed : null;
	}
}

interface Page {
	changed: ChangedLine[];
	done: boolean;
	/** The server was restored from an older copy: the list was begun anew. */
	restarted: boolean;
}

async function takePage(database: LocalDatabase): Promise<Page> {
	const { documents, caseLines: lines, settings } = database;
	return database.transaction('rw', [documents, lines, settings], async () => {
		const pulled = (await readSetting(database, 'pull-cursor')) ?? 0;
		const known = (await readSetting(database, 'case-lines-position')) ?? 0;
		const restarted = known > pulled;
		if (restarted) await lines.clear();
		const after = restarted ? 0 : known;
		const rows = await documents
			.where('[kind+position]')
			.between([KIND, after], [KIND, Dexie.maxKey], false, true)
			.limit(PAGE)
			.toArray();
		const last = rows.at(-1);
		if (!last) {
			if (restarted) await writeSetting(database, 'case-lines-position', 0);
			return { changed: [], done: true, restarted };
		}
		// All that changed at one position belongs together: a page never ends inside it.
		const rest = await documents.where('[kind+position]').equals([KIND, last.position]).toArray();
		const changed = [...rows.filter(({ position }) => position < last.position), ...rest].map(changeOf);
		const before = await lines
			.where('id')
			.anyOf(changed.map(({ id }) => id))
			.primaryKeys();
		await lines.bulkDelete(before);
		await lines.bulkPut(changed.flatMap(({ id, line }) => (line === null ? [] : [{ id, line }])));
		// Positions count on from the cursor: what lies beyond it is left from before the server was restored.
		await writeSetting(database, 'case-lines-position', Math.min(last.position, pulled));
		return { changed, done: rows.length < PAGE || last.position > pulled, restarted };
	});
}

function changeOf({ id, value }: StoredDocument): ChangedLine {
	const parsed = v.safeParse(CaseSummary, value);
	const waits = parsed.success && waitsForSomebody(parsed.output);
	return { id, line: waits ? listingLine(parsed.output) : null };
}

/** The lines of all cases that wait, most urgent first. */
export function caseLines(database: LocalDatabase): Promise<string[]> {
	return database.caseLines.toCollection().primaryKeys();
}

/** These cases, by the ids of their suggestions; those that are not here are left out. */
export async function readCases(database: LocalDatabase, ids: readonly string[]): Promise<CaseSummary[]> {
	return summaries(await database.documents.bulkGet(ids.map((id): [string, string] => [KIND, id])));
}

/** The newest cases in this state, newest first. */
export async function casesOfState(
	database: LocalDatabase,
	state: CaseSummary['state'],
	limit: number
): Promise<CaseSummary[]> {
	const rows = database.documents
		.where('[kind+value.state+value.at]')
		.between([KIND, state, Dexie.minKey], [KIND, state, Dexie.maxKey]);
	return summaries(await rows.reverse().limit(limit).toArray());
}

/** The newest cases, newest first. */
export async function newestCases(database: LocalDatabase, limit: number): Promise<CaseSummary[]> {
	const rows = database.documents.where('[kind+value.at]').between([KIND, Dexie.minKey], [KIND, Dexie.maxKey]);
	return summaries(await rows.reverse().limit(limit).toArray());
}

/** How many cases there are, settled ones included. */
export function countAllCases(database: LocalDatabase): Promise<number> {
	return database.documents.where('kind').equals(KIND).count();
}

/** How many cases are in this state. */
export function countCases(database: LocalDatabase, state: CaseSummary['state']): Promise<number> {
	return database.documents
		.where('[kind+value.state+value.at]')
		.between([KIND, state, Dexie.minKey], [KIND, state, Dexie.maxKey])
		.count();
}

/** What is not what it should be is left out: the server sends it again with its next change. */
function summaries(rows: readonly (StoredDocument | undefined)[]): CaseSummary[] {
	return rows.flatMap((row) => {
		const parsed = row && v.safeParse(CaseSummary, row.value);
		return parsed?.success ? [parsed.output] : [];
	});
}
