/** What tablets state in audits. Apart from the inspection's: a tablet loads no more than the work in hand needs. */
import { AbandonedAudit, AuditAnswer, Finding, SignedAudit, StartedAudit } from '../audit/audit';

export const AUDIT_BODIES = {
	'audit.started': StartedAudit,
	/** Each answer by itself; the latest to an item counts. */
	'audit.answered': AuditAnswer,
	'finding.stated': Finding,
	'audit.signed': SignedAudit,
	'audit.abandoned': AbandonedAudit
} as const;
