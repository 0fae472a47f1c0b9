import { endpoint, exportCsv, ledgerFilterFrom, requireRight } from '$lib/server';
import type { RequestHandler } from './$types';

/** What a filter leaves of the ledger as a table for spreadsheets, oldest first. */
export const GET: RequestHandler = endpoint((event) => {
	const { site } = requireRight(event, 'ledger.export');
	return new Response(exportCsv(event.locals.server, site, ledgerFilterFrom(event.url.searchParams)), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': 'attachment; filename="ledger.csv"',
			'cache-control': 'no-store'
		}
	});
});
