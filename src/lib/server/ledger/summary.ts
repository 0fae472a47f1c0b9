/** What a filter leaves of the ledger, counted: for a report. */
import type { Verdict } from '$lib/domain/decision';
import type { Core } from '../core';
import { passing, type LedgerFilter } from './filter';

export interface LedgerSummary {
	entries: number;
	/** Arrival of the first and the last of them, ISO 8601; null where there is none. */
	span: { from: string; to: string } | null;
	/** Decisions by who made them; those that were taken back later are among them. */
	decisions: { person: string | null; verdict: Verdict; count: number }[];
	/** How many entries take a decision back. */
	withdrawals: number;
	/** The whole ledger's newest arrival, whatever the filter shows. */
	head: { position: number; seal: string; hash: string } | null;
}

export async function summarizeLedger(core: Core, site: string, filter: LedgerFilter): Promise<LedgerSummary> {
	const query = await passing(core, site, filter);
	const [all, decisions, withdrawals, head] = await Promise.all([
		query
			.select(({ fn }) => [
				fn.countAll<number>().as('entries'),
				fn.min<string | null>('received_at').as('from'),
				fn.max<string | null>('received_at').as('to')
			])
			.executeTakeFirstOrThrow(),
		query
			.select(({ fn }) => ['person', 'verdict', fn.countAll<number>().as('count')])
			.where('verdict', 'is not', null)
			.where('type', '=', 'decision.made')
			.groupBy(['person', 'verdict'])
			.execute(),
		query
			.select(({ fn }) => fn.countAll<number>().as('count'))
			.where('type', '=', 'decision.withdrawn')
			.executeTakeFirstOrThrow(),
		core.db
			.selectFrom('entries')
			.select(['position', 'seal', 'hash'])
			.where('site', '=', site)
			.orderBy('position', 'desc')
			.limit(1)
			.executeTakeFirst()
	]);
	return {
		entries: all.entries,
		span: all.from !== null && all.to !== null ? { from: all.from, to: all.to } : null,
		decisions: decisions.map(({ person, verdict, count }) => ({ person, verdict: verdict as Verdict, count })),
		withdrawals: withdrawals.count,
		head: head ?? null
	};
}
