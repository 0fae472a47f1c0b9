/** Audits: each with its standing, its answers while it is open, and what was found. */
import { latestAnswers } from '$lib/domain/audit/answers';
import type { AbandonedAudit, AuditAnswer, Finding, SignedAudit, StartedAudit } from '$lib/domain/audit/audit';
import { answerDocumentId, templateDocumentId, type AuditDocument } from '$lib/domain/audit/documents';
import { AuditReading } from '$lib/domain/audit/reading';
import { progressOf, scoreOf } from '$lib/domain/audit/result';
import type { AuditTemplate } from '$lib/domain/audit/template';
import { isOneOf } from '../db';
import type { WorkingCopy } from './working-copy';

/** Who says it, and when: by the clock of their device. */
interface Said {
	by: string | null;
	at: string;
}

/** Every version stays: an audit goes on with the one it began with. */
export function recordTemplate(copy: WorkingCopy, position: number, template: AuditTemplate): void {
	copy.putDocument(position, 'audit-template', templateDocumentId(template.id, template.version), template);
}

export async function recordStart(
	copy: WorkingCopy,
	position: number,
	deviceId: string,
	said: Said,
	started: StartedAudit
): Promise<void> {
	const template = await templateOf(copy, started);
	if (!template) return;
	copy.auditAnswers.expectNone(started.id);
	const reading = new AuditReading(template, new Map());
	copy.putDocument(position, 'audit', started.id, {
		started,
		...said,
		deviceId,
		templateName: template.name,
		state: 'open',
		people: [],
		lastAt: said.at,
		progress: progressOf(reading),
		score: scoreOf(reading),
		signed: null,
		abandoned: null,
		findingIds: [],
		sample: template.sample
	});
}

export async function recordAnswer(
	copy: WorkingCopy,
	position: number,
	said: Said,
	answer: AuditAnswer
): Promise<void> {
	const audit = await copy.readDocument('audit', answer.auditId);
	const template = audit && (await templateOf(copy, audit.started));
	if (!template) return;
	await copy.auditAnswers.load([answer.auditId]);
	copy.auditAnswers.put(answer, said, position);
	copy.putDocument(position, 'audit-answer', answerDocumentId(answer), { answer, ...said });
	const reading = new AuditReading(template, latestAnswers(await copy.auditAnswers.of(answer.auditId)));
	const people = said.by === null || audit.people.includes(said.by) ? audit.people : [...audit.people, said.by];
	copy.putDocument(position, 'audit', answer.auditId, {
		...audit,
		people,
		lastAt: said.at,
		progress: progressOf(reading),
		score: scoreOf(reading)
	});
}

export async function recordFinding(
	copy: WorkingCopy,
	position: number,
	deviceId: string,
	said: Said,
	finding: Finding
): Promise<void> {
	const audit = await copy.readDocument('audit', finding.auditId);
	if (!audit) return;
	const known = await copy.readDocument('finding', finding.id);
	const change = known?.finding.state === finding.state ? [] : [{ state: finding.state, ...said }];
	copy.putDocument(position, 'finding', finding.id, {
		...(known ?? {
			...said,
			deviceId,
			auditTitle: audit.started.title,
			areaId: audit.started.areaId,
			doneBy: null,
			afterSignature: audit.state !== 'open',
			sample: audit.sample
		}),
		finding,
		states: [...(known?.states ?? []), ...change],
		...(finding.state === 'done' && { doneBy: said.by })
	});
	if (known) return;
	copy.putDocument(position, 'audit', finding.auditId, { ...audit, findingIds: [...audit.findingIds, finding.id] });
}

export function recordSignature(copy: WorkingCopy, position: number, said: Said, signed: SignedAudit): Promise<void> {
	return endAudit(copy, position, signed.auditId, { state: 'signed', signed: { ...signed, ...said }, lastAt: said.at });
}

export function recordAbandoning(
	copy: WorkingCopy,
	position: number,
	said: Said,
	abandoned: AbandonedAudit
): Promise<void> {
	return endAudit(copy, position, abandoned.auditId, { state: 'abandoned', abandoned: { ...abandoned, ...said } });
}

/** Nobody goes on with it: tablets that come later are not given its answers. */
async function endAudit(
	copy: WorkingCopy,
	position: number,
	auditId: string,
	end: Partial<AuditDocument>
): Promise<void> {
	const audit = await copy.readDocument('audit', auditId);
	if (!audit) return;
	copy.putDocument(position, 'audit', auditId, { ...audit, ...end });
	const ids = (await copy.auditAnswers.of(auditId)).map(answerDocumentId);
	// Takes documents out of the store, so the store has to hold them.
	await copy.save();
	await copy.tx
		.deleteFrom('documents')
		.where('site', '=', copy.site)
		.where('kind', '=', 'audit-answer')
		.where(isOneOf(copy.tx, 'id', ids))
		.execute();
}

function templateOf(
	copy: WorkingCopy,
	{ templateId, templateVersion }: Pick<StartedAudit, 'templateId' | 'templateVersion'>
): Promise<AuditTemplate | null> {
	return copy.readDocument('audit-template', templateDocumentId(templateId, templateVersion));
}
