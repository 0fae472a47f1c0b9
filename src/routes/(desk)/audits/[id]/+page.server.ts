import { answerKey, latestAnswers } from '$lib/domain/audit/answers';
import { fails } from '$lib/domain/audit/failing';
import { daysOverdue } from '$lib/domain/audit/follow-up';
import { AuditReading } from '$lib/domain/audit/reading';
import { m } from '$lib/messages';
import { listDevices, readAudit, readAuditStory, readDocuments, requireRight } from '$lib/server';
import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { site } = requireRight(event, 'audits.read');
	const { server } = event.locals;
	const whole = await readAudit(server.db, site, event.params.id);
	if (!whole) error(404, { message: 'not-found' });
	const [people, devices, story] = await Promise.all([
		readDocuments(server.db, site, 'person'),
		listDevices(server, site),
		readAuditStory(server, site, event.params.id)
	]);
	const nameOf = (id: string | null) => people.find((person) => person.id === id)?.name ?? id ?? m.ledger_nobody();
	const { audit, template, answers, findings } = whole;
	const reading = new AuditReading(template, latestAnswers(answers.map(({ answer }) => answer)));
	const given = new Map(answers.map((each) => [answerKey(each.answer.itemId, each.answer.round), each]));
	const texts = new Map(template.sections.flatMap(({ items }) => items.map(({ id, text }) => [id, text])));
	const today = server.now().toISOString().slice(0, 10);
	return {
		title: audit.started.title,
		audit: {
			...audit,
			by: nameOf(audit.by),
			people: audit.people.map(nameOf),
			signedBy: audit.signed && nameOf(audit.signed.by),
			abandonedBy: audit.abandoned && nameOf(audit.abandoned.by)
		},
		asked: reading.asked.map(({ section, item, round, answer }) => ({
			...{ section: section.name, repeat: section.repeat?.label ?? null, item, round, answer },
			failed: fails(item, answer),
			by: answer && nameOf(given.get(answerKey(item.id, round))?.by ?? null)
		})),
		findings: findings.map(({ finding, states, afterSignature }) => ({
			...{ finding, afterSignature, owner: finding.ownerId && nameOf(finding.ownerId) },
			item: finding.itemId && (texts.get(finding.itemId) ?? null),
			daysLate: daysOverdue(finding, today),
			states: states.map(({ state, by, at }) => ({ state, by: nameOf(by), at }))
		})),
		story: story.map(({ position, receivedAt, entry }) => ({
			...{ position, receivedAt, type: entry.type, person: nameOf(entry.actor.personId) },
			device: devices.find(({ id }) => id === entry.device)?.name ?? entry.device,
			about: aboutOf(entry.body, texts)
		}))
	};
};

/** What a record is about: the item, or the words of a finding. */
function aboutOf(body: Record<string, unknown>, texts: ReadonlyMap<string, string>): string {
	if (typeof body['text'] === 'string') return body['text'];
	return typeof body['itemId'] === 'string' ? (texts.get(body['itemId']) ?? '') : '';
}
