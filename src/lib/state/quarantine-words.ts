/** Why a record is kept apart, and why it cannot be released, in words; the same on the tablet and at the desk. */
import type { ReleaseFault } from '$lib/domain/ledger';
import { m } from '$lib/messages';

const WORDS: Record<ReleaseFault, () => string> = {
	'bad-envelope': m.quarantine_why_bad_envelope,
	'lost-on-tablet': m.quarantine_why_lost_on_tablet,
	'wrong-device': m.quarantine_why_wrong_device,
	'wrong-site': m.quarantine_why_wrong_site,
	'device-revoked': m.quarantine_why_device_revoked,
	'bad-signature': m.quarantine_why_bad_signature,
	'broken-chain': m.quarantine_why_broken_chain,
	fork: m.quarantine_why_fork,
	'id-taken': m.quarantine_why_id_taken,
	'unknown-type': m.quarantine_why_unknown_type,
	'bad-body': m.quarantine_why_bad_body,
	'person-unknown': m.quarantine_why_person_unknown,
	'person-inactive': m.quarantine_why_person_inactive,
	'role-mismatch': m.quarantine_why_role_mismatch,
	'role-forbidden': m.quarantine_why_role_forbidden,
	'not-committed': m.quarantine_why_not_committed,
	'committed-late': m.quarantine_why_committed_late,
	'unknown-decision': m.quarantine_why_unknown_decision,
	'not-own-decision': m.quarantine_why_not_own_decision,
	'withdrawn-too-late': m.quarantine_why_withdrawn_too_late,
	'signed-something-else': m.quarantine_why_signed_something_else,
	'not-asked': m.quarantine_why_not_asked,
	'own-decision': m.quarantine_why_own_decision,
	'veto-too-late': m.quarantine_why_veto_too_late,
	'unknown-suggestion': m.quarantine_why_unknown_suggestion,
	'unknown-seed': m.quarantine_why_unknown_seed,
	'unknown-audit': m.audit_desk_why_unknown_audit,
	'unknown-template': m.audit_desk_why_unknown_template,
	'audit-ended': m.audit_desk_why_audit_ended,
	'finding-out-of-order': m.audit_desk_why_finding_order,
	'not-from-tablets': m.quarantine_why_not_from_tablets,
	'names-nobody': m.quarantine_why_names_nobody
};

/** A reason of a newer server is shown as it is called. */
export function quarantineWords(reason: ReleaseFault | (string & {})): string {
	return reason in WORDS ? WORDS[reason as ReleaseFault]() : m.quarantine_why_other({ reason });
}
