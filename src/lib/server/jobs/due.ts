/** Cases to which something happens with nobody's doing: a veto window has ended, or nobody answered within the policy's time limit. */
import { answerDue, checkpointAfter } from '$lib/domain/checkpoint';
import type { Core } from '../core';
import type { Reader, Tx } from '../db';
import { appendServiceEntries, BY_SERVER, lockSite, type ServiceStatement } from '../ledger';
import { readCase, WorkingCopy } from '../projections';

/** So many share a transaction: tablets' deliveries do not wait long for it. */
const CASES_AT_ONCE = 100;

export interface DueCase {
	suggestionId: string;
	/** ISO 8601, by the server's clock. */
	dueAt: string;
}

/** The cases whose moment has come by `now`, earliest first, after the one given. */
export async function dueCases(
	reader: Reader,
	site: string,
	now: Date,
	limit: number,
	after: DueCase | null = null
): Promise<DueCase[]> {
	let query = reader
		.selectFrom('suggestions')
		.select(['id', 'due_at'])
		.where('site', '=', site)
		.where('due_at', '<=', now.toISOString());
	if (after) {
		query = query.where(({ or, and, eb }) =>
			or([eb('due_at', '>', after.dueAt), and([eb('due_at', '=', after.dueAt), eb('id', '>', after.suggestionId)])])
		);
	}
	const rows = await query.orderBy('due_at').orderBy('id').limit(limit).execute();
	return rows.flatMap(({ id, due_at }) => (due_at === null ? [] : [{ suggestionId: id, dueAt: due_at }]));
}

/** States of every case that nobody answered in time that the next in line is asked too. Returns of how many. */
export async function markOverdue(core: Core, site: string): Promise<number> {
	let marked = 0;
	let after: DueCase | null = null;
	for (;;) {
		// Mostly there is nothing: the ledger is not held to find that out.
		const due: DueCase[] = await dueCases(core.db, site, core.now(), CASES_AT_ONCE, after);
		if (due.length > 0) marked += await core.db.transaction().execute((tx) => markSome(core, tx, site, due));
		after = due.at(-1) ?? null;
		if (due.length < CASES_AT_ONCE) return marked;
	}
}

async function markSome(core: Core, tx: Tx, site: string, due: readonly DueCase[]): Promise<number> {
	// Another instance may have been here first: what is due is judged again by what is on record now.
	await lockSite(tx, site);
	const copy = new WorkingCopy(tx, site);
	const now = core.now();
	const statements: ServiceStatement[] = [];
	for (const { suggestionId } of due) {
		const known = await readCase(copy, suggestionId);
		if (!known) continue;
		const { consequence } = known.facts;
		const { overdue, final } = checkpointAfter(consequence, known.history, now.toISOString());
		const dueAt = answerDue(consequence, known.history);
		if (dueAt === null || overdue || final !== null || Date.parse(dueAt) > now.getTime()) continue;
		statements.push({ type: 'checkpoint.overdue', body: { suggestionId, dueAt, to: consequence.escalateTo } });
	}
	if (statements.length > 0) await appendServiceEntries(core, tx, site, BY_SERVER, statements);
	return statements.length;
}
