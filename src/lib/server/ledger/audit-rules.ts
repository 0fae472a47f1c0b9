/** What the server holds audits to: answers while they are open, signatures under what is on record, and four eyes on findings. */
import { latestAnswers } from '$lib/domain/audit/answers';
import type { Finding, SignedAudit, StartedAudit } from '$lib/domain/audit/audit';
import { templateDocumentId } from '$lib/domain/audit/documents';
import { followUpFault, type FollowUpFault } from '$lib/domain/audit/follow-up';
import { hashOfAudit } from '$lib/domain/audit/hash';
import type { Actor, QuarantineReason } from '$lib/domain/ledger';
import type { WorkingCopy } from '../projections';

/** The rule that beginning an audit breaks. A version that was followed by another is as good: the tablet may not know. */
export async function startFault(copy: WorkingCopy, started: StartedAudit): Promise<QuarantineReason | null> {
	if (await copy.readDocument('audit', started.id)) return 'id-taken';
	const { templateId, templateVersion } = started;
	const template = await copy.readDocument('audit-template', templateDocumentId(templateId, templateVersion));
	return template ? null : 'unknown-template';
}

/** The rule that an answer breaks, or the end of an audit: what comes after the signature is not what was signed. */
export async function auditFault(copy: WorkingCopy, auditId: string): Promise<QuarantineReason | null> {
	const audit = await copy.readDocument('audit', auditId);
	if (!audit) return 'unknown-audit';
	return audit.state === 'open' ? null : 'audit-ended';
}

/** The rule that a signature breaks. Where another tablet has answered meanwhile, it has to be signed again, with that in sight. */
export async function signatureFault(
	copy: WorkingCopy,
	{ role }: Pick<Actor, 'role'>,
	{ auditId, signed, role: signedAs }: SignedAudit
): Promise<QuarantineReason | null> {
	const ended = await auditFault(copy, auditId);
	const audit = await copy.readDocument('audit', auditId);
	if (ended || !audit) return ended ?? 'unknown-audit';
	const { started, findingIds } = audit;
	const templateId = templateDocumentId(started.templateId, started.templateVersion);
	const template = await copy.readDocument('audit-template', templateId);
	if (!template) return 'unknown-template';
	if (role === null || role !== signedAs || !template.signedBy.includes(role)) return 'not-asked';
	const findings: Finding[] = [];
	for (const id of findingIds) {
		const known = await copy.readDocument('finding', id);
		if (known) findings.push(known.finding);
	}
	const onRecord = hashOfAudit(started, latestAnswers(await copy.auditAnswers.of(auditId)), findings);
	return signed === onRecord ? null : 'signed-something-else';
}

const REASONS: Record<FollowUpFault, QuarantineReason> = {
	'out-of-order': 'finding-out-of-order',
	role: 'role-forbidden',
	'own-work': 'own-decision'
};

/** The rule that stating a finding breaks. One that comes after the signature is kept all the same: no finding is lost. */
export async function findingFault(
	copy: WorkingCopy,
	{ personId, role }: Pick<Actor, 'personId' | 'role'>,
	finding: Finding
): Promise<QuarantineReason | null> {
	if (!(await copy.readDocument('audit', finding.auditId))) return 'unknown-audit';
	if (personId === null || role === null) return 'role-forbidden';
	const known = await copy.readDocument('finding', finding.id);
	const fault = followUpFault(known, finding, { personId, role });
	return fault && REASONS[fault];
}
