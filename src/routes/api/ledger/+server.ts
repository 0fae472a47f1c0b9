import { endpoint, exportLedger, ledgerFilterFrom, parseInput, requireRight } from '$lib/server';
import * as v from 'valibot';
import type { RequestHandler } from './$types';

const Query = v.object({ after: v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number)), '0') });

/** The ledger, or what a filter leaves of it, as a file that can be verified (`domain/ledger-export`), oldest first. */
export const GET: RequestHandler = endpoint((event) => {
	const { site } = requireRight(event, 'ledger.export');
	const { searchParams } = event.url;
	const { after } = parseInput(Query, Object.fromEntries(searchParams));
	return new Response(exportLedger(event.locals.server, site, ledgerFilterFrom(searchParams), after), {
		headers: {
			'content-type': 'application/jsonl; charset=utf-8',
			'content-disposition': 'attachment; filename="ledger.jsonl"',
			'cache-control': 'no-store'
		}
	});
});
