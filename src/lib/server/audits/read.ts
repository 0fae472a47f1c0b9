/** Audits and findings as the desk lists them. */
import type { AuditAnswer } from '$lib/domain/audit/audit';
import {
	templateDocumentId,
	type AuditDocument,
	type AuditState,
	type FindingDocument
} from '$lib/domain/audit/documents';
import { byUrgency, isOverdue, isSettled, isToDo } from '$lib/domain/audit/follow-up';
import type { AuditTemplate } from '$lib/domain/audit/template';
import type { Severity } from '$lib/domain/site';
import type { Core } from '../core';
import type { Reader } from '../db';
import { readEntriesAt, type LedgerRow } from '../ledger';
import { readDocument, readDocuments } from '../projections';

export interface AuditFilter {
	state?: AuditState | undefined;
}

/** The one changed last comes first. */
export async function readAudits(core: Core, site: string, { state }: AuditFilter): Promise<AuditDocument[]> {
	const audits = await readDocuments(core.db, site, 'audit');
	return audits.filter((audit) => state === undefined || audit.state === state).reverse();
}

export const FINDING_STANDINGS = ['open', 'overdue', 'done', 'settled'] as const;
export type FindingStanding = (typeof FINDING_STANDINGS)[number];

export interface FindingFilter {
	/** `overdue` are among the open ones. */
	standing?: FindingStanding | undefined;
	severity?: Severity | undefined;
	owner?: string | undefined;
}

/** The most urgent first, by the server's own date. */
export async function readFindings(
	core: Core,
	site: string,
	{ standing, severity, owner }: FindingFilter
): Promise<FindingDocument[]> {
	const today = core.now().toISOString().slice(0, 10);
	const order = byUrgency(today);
	const all = await readDocuments(core.db, site, 'finding');
	return all
		.filter(({ finding }) => standing === undefined || stands(finding, standing, today))
		.filter(({ finding }) => severity === undefined || finding.severity === severity)
		.filter(({ finding }) => owner === undefined || finding.ownerId === owner)
		.sort((a, b) => order(a.finding, b.finding));
}

function stands(finding: FindingDocument['finding'], standing: FindingStanding, today: string): boolean {
	switch (standing) {
		case 'open':
			return isToDo(finding.state);
		case 'overdue':
			return isOverdue(finding, today);
		case 'done':
			return finding.state === 'done';
		case 'settled':
			return isSettled(finding.state);
	}
}

/** An answer as it counts, with who gave it; `at` is by the clock of their device. */
export interface GivenAnswer {
	answer: AuditAnswer;
	by: string | null;
	at: string;
}

export interface WholeAudit {
	audit: AuditDocument;
	/** The version that it began with. */
	template: AuditTemplate;
	answers: GivenAnswer[];
	findings: FindingDocument[];
}

/** Null for an audit that is not on record. */
export async function readAudit(reader: Reader, site: string, id: string): Promise<WholeAudit | null> {
	const audit = await readDocument(reader, site, 'audit', id);
	if (!audit) return null;
	const { templateId, templateVersion } = audit.started;
	const template = await readDocument(reader, site, 'audit-template', templateDocumentId(templateId, templateVersion));
	if (!template) return null;
	const rows = await reader
		.selectFrom('audit_answers')
		.selectAll()
		.where('site', '=', site)
		.where('audit', '=', id)
		.orderBy('position')
		.execute();
	const findings: FindingDocument[] = [];
	for (const findingId of audit.findingIds) {
		const finding = await readDocument(reader, site, 'finding', findingId);
		if (finding) findings.push(finding);
	}
	const answers = rows.map(({ json, person, at }) => ({ answer: JSON.parse(json) as AuditAnswer, by: person, at }));
	return { audit, template, answers, findings };
}

/** Every record of an audit, in the order of the ledger. */
export async function readAuditStory(core: Core, site: string, id: string): Promise<LedgerRow[]> {
	const rows = await core.db
		.selectFrom('entry_index')
		.select('position')
		.where('site', '=', site)
		.where('subject', '=', id)
		.orderBy('position')
		.execute();
	return readEntriesAt(
		core,
		site,
		rows.map(({ position }) => position)
	);
}
