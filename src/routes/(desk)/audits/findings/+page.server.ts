import { daysOverdue } from '$lib/domain/audit/follow-up';
import { m } from '$lib/messages';
import { findingFilterFrom, readDocuments, readFindings, requireRight } from '$lib/server';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { site } = requireRight(event, 'audits.read');
	const { server } = event.locals;
	const filter = findingFilterFrom(event.url.searchParams);
	const [findings, people] = await Promise.all([
		readFindings(server, site, filter),
		readDocuments(server.db, site, 'person')
	]);
	const names = new Map(people.map(({ id, name }) => [id, name]));
	const today = server.now().toISOString().slice(0, 10);
	return {
		title: m.findings_title(),
		filter,
		query: event.url.search,
		people: people.filter(({ active }) => active).map(({ id, name }) => ({ id, name })),
		findings: findings.map(({ finding, auditTitle, afterSignature }) => ({
			...{ id: finding.id, auditId: finding.auditId, text: finding.text, severity: finding.severity },
			...{ state: finding.state, dueOn: finding.dueOn, correctiveAction: finding.correctiveAction },
			...{ auditTitle, afterSignature, daysLate: daysOverdue(finding, today) },
			owner: finding.ownerId === null ? null : (names.get(finding.ownerId) ?? finding.ownerId)
		}))
	};
};
