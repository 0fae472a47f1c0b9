/** Audits and findings in the words people read. */
import type { AnswerValue, FindingState } from '$lib/domain/audit/audit';
import type { AuditState } from '$lib/domain/audit/documents';
import type { AuditItem } from '$lib/domain/audit/template';
import type { Severity } from '$lib/domain/site';
import { getLocale, m } from '$lib/messages';

export const STATE_WORDS: Record<AuditState, () => string> = {
	open: m.audits_state_open,
	signed: m.audits_state_signed,
	abandoned: m.audits_state_abandoned
};

export const FINDING_WORDS: Record<FindingState, () => string> = {
	open: m.findings_state_open,
	done: m.findings_state_done,
	verified: m.findings_state_verified,
	'not-accepted': m.findings_state_not_accepted,
	dropped: m.findings_state_dropped
};

export const SEVERITY_WORDS: Record<Severity, () => string> = {
	minor: m.policy_severity_minor,
	major: m.policy_severity_major,
	critical: m.policy_severity_critical
};

const VERDICT_WORDS = {
	pass: m.templates_answer_pass,
	fail: m.templates_answer_fail,
	'not-applicable': m.templates_answer_na
} as const;

/** What an answer says; choices by their names, a number with its unit. */
export function answerWords(value: AnswerValue, { type }: AuditItem, locale: string = getLocale()): string {
	switch (value?.kind) {
		case undefined:
			return m.audits_answer_open();
		case 'pass-fail':
			return VERDICT_WORDS[value.value]();
		case 'number': {
			const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 }).format(value.value);
			return type.kind === 'number' && type.unit !== '' ? `${number} ${type.unit}` : number;
		}
		case 'choice': {
			const choices = type.kind === 'choice' ? type.choices : [];
			return value.value.map((id) => choices.find((choice) => choice.id === id)?.name ?? id).join(', ');
		}
		case 'photo':
			return value.verdict ? VERDICT_WORDS[value.verdict]() : m.templates_item_photo();
		case 'place':
			return `${value.value.latitude.toFixed(5)}, ${value.value.longitude.toFixed(5)}`;
		case 'signature':
			return m.audits_answer_signed({ name: value.printedName });
		case 'instruction':
			return m.audits_answer_read();
		case 'skipped':
			return m.audits_answer_skipped({ reason: value.reason });
		case 'text':
		case 'barcode':
		case 'date':
			return value.value;
	}
}
