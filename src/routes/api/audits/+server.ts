import { auditFilterFrom, endpoint, exportAuditsCsv, exportAuditsJson, requireRight } from '$lib/server';
import type { RequestHandler } from './$types';

/** Audits with their answers and findings: data, or with `format=csv` a table with a line for each answer. */
export const GET: RequestHandler = endpoint((event) => {
	const { site } = requireRight(event, 'audits.read');
	const { searchParams } = event.url;
	const isTable = searchParams.get('format') === 'csv';
	const filter = auditFilterFrom(searchParams);
	const { server } = event.locals;
	return new Response(isTable ? exportAuditsCsv(server, site, filter) : exportAuditsJson(server, site, filter), {
		headers: {
			'content-type': isTable ? 'text/csv; charset=utf-8' : 'application/json',
			'content-disposition': `attachment; filename="audits.${isTable ? 'csv' : 'json'}"`,
			'cache-control': 'no-store'
		}
	});
});
