/** What went wrong, in words: what happened, what is safe, and what to do next. */
import { DomainError } from '$lib/domain/errors';
import { m } from './generated/messages.js';

type Facts = Readonly<Record<string, string | number>>;

/** `title` says what happened; `text` what is safe and what to do next. */
export interface ProblemText {
	title: string;
	text: string;
}

const TEXTS = {
	'invalid-request': () => [m.problem_invalid_request_title(), m.problem_invalid_request_text()],
	'too-large': () => [m.problem_too_large_title(), m.problem_too_large_text()],
	'not-found': () => [m.problem_not_found_title(), m.problem_not_found_text()],
	'already-set-up': () => [m.problem_already_set_up_title(), m.problem_already_set_up_text()],
	'code-used': () => [m.problem_code_used_title(), m.problem_code_used_text()],
	'username-taken': () => [m.problem_username_taken_title(), m.problem_username_taken_text()],
	'last-admin': () => [m.problem_last_admin_title(), m.problem_last_admin_text()],
	'own-proposal': () => [m.problem_own_proposal_title(), m.problem_own_proposal_text()],
	'proposal-not-open': () => [m.problem_proposal_not_open_title(), m.problem_proposal_not_open_text()],
	'rules-refused': () => [m.problem_rules_refused_title(), m.problem_rules_refused_text()],
	'own-oversight': () => [m.problem_own_oversight_title(), m.problem_own_oversight_text()],
	'check-refused': () => [m.problem_check_refused_title(), m.problem_check_refused_text()],
	'template-refused': () => [m.templates_problem_refused_title(), m.templates_problem_refused_text()],
	'template-changed': () => [m.templates_problem_changed_title(), m.templates_problem_changed_text()],
	'wrong-credentials': () => [m.problem_wrong_credentials_title(), m.problem_wrong_credentials_text()],
	'not-signed-in': () => [m.problem_not_signed_in_title(), m.problem_not_signed_in_text()],
	'unknown-device': () => [m.problem_unknown_device_title(), m.problem_unknown_device_text()],
	'device-revoked': () => [m.problem_device_revoked_title(), m.problem_device_revoked_text()],
	forbidden: () => [m.problem_forbidden_title(), m.problem_forbidden_text()],
	'unsupported-version': () => [m.problem_unsupported_version_title(), m.problem_unsupported_version_text()],
	'rate-limited': () => [m.problem_rate_limited_title(), m.problem_rate_limited_text()],
	unavailable: () => [m.problem_unavailable_title(), m.problem_unavailable_text()],
	internal: () => [m.problem_internal_title(), m.problem_internal_text()],
	'sequence-gap': (facts) => [
		m.problem_sequence_gap_title(),
		m.problem_sequence_gap_text(pick(facts, ['expected', 'got']))
	],
	'broken-chain': (facts) => [m.problem_broken_chain_title(pick(facts, ['seq'])), m.problem_broken_chain_text()],
	'bad-signature': (facts) => [m.problem_bad_signature_title(pick(facts, ['seq'])), m.problem_bad_signature_text()],
	'storage-full': () => [m.problem_storage_full_title(), m.problem_storage_full_text()],
	'storage-failed': () => [m.problem_storage_failed_title(), m.problem_storage_failed_text()],
	'database-newer': () => [m.problem_database_newer_title(), m.problem_database_newer_text()],
	'database-taken': () => [m.problem_database_taken_title(), m.problem_database_taken_text()],
	'queue-file-other': () => [m.problem_queue_file_other_title(), m.problem_queue_file_other_text()],
	'queue-file-newer': () => [m.problem_queue_file_newer_title(), m.problem_queue_file_newer_text()],
	'queue-file-empty': () => [m.problem_queue_file_empty_title(), m.problem_queue_file_empty_text()],
	'queue-file-foreign': () => [m.problem_queue_file_foreign_title(), m.problem_queue_file_foreign_text()],
	'queue-file-too-large': () => [m.problem_queue_file_too_large_title(), m.problem_queue_file_too_large_text()],
	'chain-busy': () => [m.problem_chain_busy_title(), m.problem_chain_busy_text()],
	'unsent-work': (facts) => [
		m.problem_unsent_work_title(),
		m.problem_unsent_work_text(pick(facts, ['entries', 'photos']))
	],
	'nobody-signed-in': () => [m.problem_nobody_signed_in_title(), m.problem_nobody_signed_in_text()],
	'not-enrolled': () => [m.problem_not_enrolled_title(), m.problem_not_enrolled_text()],
	'person-unknown': () => [m.problem_person_unknown_title(), m.problem_person_unknown_text()],
	'not-on-floor': () => [m.problem_not_on_floor_title(), m.problem_not_on_floor_text()],
	'contact-needed': () => [m.problem_contact_needed_title(), m.problem_contact_needed_text()],
	'may-not-unlock': () => [m.problem_may_not_unlock_title(), m.problem_may_not_unlock_text()],
	'no-pin': () => [m.problem_no_pin_title(), m.problem_no_pin_text()],
	'not-allowed': () => [m.problem_not_allowed_title(), m.problem_not_allowed_text()],
	'record-incomplete': () => [m.problem_record_incomplete_title(), m.problem_record_incomplete_text()],
	'camera-denied': () => [m.problem_camera_denied_title(), m.problem_camera_denied_text()],
	'camera-missing': () => [m.problem_camera_missing_title(), m.problem_camera_missing_text()],
	'camera-busy': () => [m.problem_camera_busy_title(), m.problem_camera_busy_text()],
	'camera-insecure': () => [m.problem_camera_insecure_title(), m.problem_camera_insecure_text()],
	'camera-not-ready': () => [m.problem_camera_not_ready_title(), m.problem_camera_not_ready_text()],
	'camera-failed': (facts) => [m.problem_camera_failed_title(), m.problem_camera_failed_text(pick(facts, ['reason']))],
	'microphone-denied': () => [m.problem_microphone_denied_title(), m.problem_microphone_denied_text()],
	'microphone-missing': () => [m.problem_microphone_missing_title(), m.problem_microphone_missing_text()],
	'sound-failed': (facts) => [m.problem_sound_failed_title(), m.problem_sound_failed_text(pick(facts, ['reason']))],
	'place-denied': () => [m.problem_place_denied_title(), m.problem_place_denied_text()],
	'place-unknown': () => [m.problem_place_unknown_title(), m.problem_place_unknown_text()],
	'insecure-connection': () => [m.problem_insecure_connection_title(), m.problem_insecure_connection_text()],
	'photo-type-refused': () => [m.problem_photo_type_refused_title(), m.problem_photo_type_refused_text()],
	'photo-too-large': (facts) => [
		m.problem_photo_too_large_title(),
		m.problem_photo_too_large_text(pick(facts, ['megabytes', 'limitMegabytes']))
	],
	'photo-unreadable': () => [m.problem_photo_unreadable_title(), m.problem_photo_unreadable_text()],
	'network-failed': () => [m.problem_network_failed_title(), m.problem_network_failed_text()],
	'answer-too-late': () => [m.problem_answer_too_late_title(), m.problem_answer_too_late_text()],
	'run-stopped': () => [m.problem_run_stopped_title(), m.problem_run_stopped_text()],
	'server-unavailable': () => [m.problem_server_unavailable_title(), m.problem_server_unavailable_text()],
	'pause-asked': () => [m.problem_pause_asked_title(), m.problem_pause_asked_text()],
	'unexpected-answer': () => [m.problem_unexpected_answer_title(), m.problem_unexpected_answer_text()],
	'sign-in-needed': () => [m.problem_sign_in_needed_title(), m.problem_sign_in_needed_text()],
	'update-needed': () => [m.problem_update_needed_title(), m.problem_update_needed_text()],
	refused: () => [m.problem_refused_title(), m.problem_refused_text()],
	'photo-damaged': () => [m.problem_photo_damaged_title(), m.problem_photo_damaged_text()],
	'enrolment-form-wrong': () => [m.problem_enrolment_form_wrong_title(), m.problem_enrolment_form_wrong_text()],
	'clock-off': () => [m.problem_clock_off_title(), m.problem_clock_off_text()],
	'vision-pack-not-open': () => [m.problem_vision_pack_not_open_title(), m.problem_vision_pack_not_open_text()],
	'vision-other-embedding-version': () => [
		m.problem_vision_other_embedding_version_title(),
		m.problem_vision_other_embedding_version_text()
	],
	'vision-backend-unavailable': () => [
		m.problem_vision_backend_unavailable_title(),
		m.problem_vision_backend_unavailable_text()
	],
	'vision-backbone-unavailable': () => [
		m.problem_vision_backbone_unavailable_title(),
		m.problem_vision_backbone_unavailable_text()
	],
	'vision-request-refused': () => [m.problem_vision_request_refused_title(), m.problem_vision_request_refused_text()],
	'vision-worker-lost': () => [m.problem_vision_worker_lost_title(), m.problem_vision_worker_lost_text()],
	unknown: () => [m.problem_unknown_title(), m.problem_unknown_text()]
} satisfies Record<string, (facts: Facts) => readonly [title: string, text: string]>;

export type ProblemTextCode = keyof typeof TEXTS;

export function hasProblemText(code: string): code is ProblemTextCode {
	return Object.hasOwn(TEXTS, code);
}

/** The words for a problem's or error's `code`; those for an unknown one where nobody has written any. */
export function problemText(code: ProblemTextCode | (string & {}), facts: Facts = {}): ProblemText {
	const words: (facts: Facts) => readonly [string, string] = TEXTS[hasProblemText(code) ? code : 'unknown'];
	const [title, text] = words(facts);
	return { title, text };
}

/** The words for anything that was thrown. */
export function errorText(error: unknown): ProblemText {
	return error instanceof DomainError ? problemText(error.code, error.facts) : problemText('unknown');
}

/** The same as one paragraph. */
export function failureText(error: unknown): string {
	const { title, text } = errorText(error);
	return `${title}. ${text}`;
}

/** The facts a text needs, a dash for what is not known. */
function pick<K extends string>(facts: Facts, names: readonly K[]): Record<K, string | number> {
	return Object.fromEntries(names.map((name) => [name, facts[name] ?? '–'])) as Record<K, string | number>;
}
