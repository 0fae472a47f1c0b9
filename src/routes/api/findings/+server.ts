import { endpoint, exportFindingsCsv, findingFilterFrom, readFindings, requireRight } from '$lib/server';
import type { RequestHandler } from './$types';

/** Findings across audits, the most urgent first: data, or with `format=csv` a table. */
export const GET: RequestHandler = endpoint(async (event) => {
	const { site } = requireRight(event, 'audits.read');
	const { searchParams } = event.url;
	const isTable = searchParams.get('format') === 'csv';
	const filter = findingFilterFrom(searchParams);
	const { server } = event.locals;
	const text = isTable
		? await exportFindingsCsv(server, site, filter)
		: JSON.stringify({ findings: await readFindings(server, site, filter) });
	return new Response(text, {
		headers: {
			'content-type': isTable ? 'text/csv; charset=utf-8' : 'application/json',
			'content-disposition': `attachment; filename="findings.${isTable ? 'csv' : 'json'}"`,
			'cache-control': 'no-store'
		}
	});
});
