/** Types of entry in the words people read. Apart from the other words: only the desk lists entries. */
import type { EntryType } from '$lib/domain/ledger';
import { m } from '$lib/messages';

const ENTRY_WORDS: Record<EntryType, () => string> = {
	'site.created': m.ledger_type_site_created,
	'area.defined': m.ledger_type_area_defined,
	'asset.defined': m.ledger_type_asset_defined,
	'part.defined': m.ledger_type_part_defined,
	'person.defined': m.ledger_type_person_defined,
	'work-order.defined': m.ledger_type_work_order_defined,
	'pin.set': m.ledger_type_pin_set,
	'device.enrolled': m.ledger_type_device_enrolled,
	'device.revoked': m.ledger_type_device_revoked,
	'device.replaced': m.ledger_type_device_replaced,
	'site.configured': m.ledger_type_site_configured,
	'quarantine.resolved': m.ledger_type_quarantine_resolved,
	'pin.locked': m.ledger_type_pin_locked,
	'pin.unlocked': m.ledger_type_pin_unlocked,
	'policy.published': m.ledger_type_policy_published,
	'policy.proposed': m.ledger_type_policy_proposed,
	'policy.proposal-closed': m.ledger_type_policy_proposal_closed,
	'policy.refinement-rejected': m.ledger_type_policy_refinement_rejected,
	'unit.registered': m.ledger_type_unit_registered,
	'session.started': m.ledger_type_session_started,
	'session.ended': m.ledger_type_session_ended,
	'photo.stored': m.ledger_type_photo_stored,
	'capture.recorded': m.ledger_type_capture_recorded,
	'suggestion.made': m.ledger_type_suggestion_made,
	'call.committed': m.ledger_type_call_committed,
	'decision.made': m.ledger_type_decision_made,
	'decision.withdrawn': m.ledger_type_decision_withdrawn,
	'comment.made': m.ledger_type_comment_made,
	'approval.given': m.ledger_type_approval_given,
	'approval.refused': m.ledger_type_approval_refused,
	'veto.made': m.ledger_type_veto_made,
	'checkpoint.overdue': m.ledger_type_checkpoint_overdue,
	'action.finalized': m.ledger_type_action_finalized,
	'action.withdrawn': m.ledger_type_action_withdrawn,
	'connector.defined': m.ledger_type_connector_defined,
	'connector.secret-set': m.ledger_type_connector_secret_set,
	'connector.removed': m.ledger_type_connector_removed,
	'seed.defined': m.ledger_type_seed_defined,
	'seed.answered': m.ledger_type_seed_answered,
	'oversight.tightened': m.ledger_type_oversight_tightened,
	'oversight.relaxed': m.ledger_type_oversight_relaxed
};

/** A type of entry in words; a type this version does not know stays as it is written. */
export function entryTypeWords(type: string): string {
	return type in ENTRY_WORDS ? ENTRY_WORDS[type as EntryType]() : type;
}
