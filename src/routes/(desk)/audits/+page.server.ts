import { m } from '$lib/messages';
import { auditFilterFrom, readAudits, readDocuments, requireRight } from '$lib/server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { site } = requireRight(event, 'audits.read');
	const { server } = event.locals;
	const filter = auditFilterFrom(event.url.searchParams);
	const [audits, people] = await Promise.all([
		readAudits(server, site, filter),
		readDocuments(server.db, site, 'person')
	]);
	const names = new Map(people.map(({ id, name }) => [id, name]));
	return {
		title: m.audits_title(),
		state: filter.state,
		query: event.url.search,
		audits: audits.map(({ started, templateName, state, progress, score, by, lastAt, findingIds, sample }) => ({
			...{ id: started.id, title: started.title, version: started.templateVersion },
			...{ templateName, state, progress, score, lastAt, findings: findingIds.length, sample },
			by: by === null ? null : (names.get(by) ?? by)
		}))
	};
};
