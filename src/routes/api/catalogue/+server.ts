import { endpoint, exportCatalogue, requireRight } from '$lib/server';
import type { RequestHandler } from './$types';

/** The fault catalogue as a table for spreadsheets, which `/admin/catalogue/import` reads again. */
export const GET: RequestHandler = endpoint(async (event) => {
	const { site } = requireRight(event, 'catalogue.manage');
	return new Response(await exportCatalogue(event.locals.server, site), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': 'attachment; filename="fault-catalogue.csv"',
			'cache-control': 'no-store'
		}
	});
});
