import { endpoint, exportLedger, parseInput, requireRight } from '$lib/server';
import * as v from 'valibot';
import type { RequestHandler } from './$types';

const Query = v.object({ after: v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number)), '0') });

/** The ledger as JSON Lines (`LedgerLine`), oldest first. */
export const GET: RequestHandler = endpoint((event) => {
	const { site } = requireRight(event, 'ledger.export');
	const { after } = parseInput(Query, Object.fromEntries(event.url.searchParams));
	return new Response(exportLedger(event.locals.server, site, after), {
		headers: {
			'content-type': 'application/jsonl; charset=utf-8',
			'content-disposition': 'attachment; filename="ledger.jsonl"',
			'cache-control': 'no-store'
		}
	});
});
