/** Answers in the words people read: on the screen, in the report and in its tables. */
import type { AnswerValue, Finding, Place } from '$lib/domain/audit/audit';
import type { AuditItem } from '$lib/domain/audit/template';
import { getLocale, m } from '$lib/messages';
import { dateAndTime, dateInWords } from '../measures';

export function numberInWords(value: number, unit: string, locale: string = getLocale()): string {
	const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 }).format(value);
	return unit === '' ? number : `${number} ${unit}`;
}

export function placeWords({ latitude, longitude, accuracyM }: Place, locale: string = getLocale()): string {
	const degrees = new Intl.NumberFormat(locale, { minimumFractionDigits: 5, maximumFractionDigits: 5 });
	return m.audit_place_words({
		latitude: degrees.format(latitude),
		longitude: degrees.format(longitude),
		metres: Math.ceil(accuracyM)
	});
}

/** Null where nothing was answered. */
export function answerWords(item: AuditItem, value: AnswerValue): string | null {
	switch (value?.kind) {
		case undefined:
			return null;
		case 'pass-fail':
			return { pass: m.audit_pass, fail: m.audit_fail, 'not-applicable': m.audit_not_applicable }[value.value]();
		case 'number':
			return numberInWords(value.value, item.type.kind === 'number' ? item.type.unit : '');
		case 'text':
		case 'barcode':
			return value.value;
		case 'choice': {
			const choices = item.type.kind === 'choice' ? item.type.choices : [];
			return value.value.map((id) => choices.find((choice) => choice.id === id)?.name ?? id).join(', ');
		}
		case 'photo':
			return m.audit_photo_taken();
		case 'date':
			return dateInWords(`${value.value}T12:00:00Z`);
		case 'place':
			return placeWords(value.value);
		case 'signature':
			return m.audit_signed_by({ name: value.printedName, at: dateAndTime(value.signedAt) });
		case 'instruction':
			return m.audit_read();
		case 'skipped':
			return m.audit_skipped_because({ reason: value.reason });
	}
}

const SEVERITIES: Record<Finding['severity'], () => string> = {
	minor: m.audit_severity_minor,
	major: m.audit_severity_major,
	critical: m.audit_severity_critical
};

export const severityWords = (severity: Finding['severity']) => SEVERITIES[severity]();

const STATES: Record<Finding['state'], () => string> = {
	open: m.audit_finding_open,
	done: m.audit_finding_done,
	verified: m.audit_finding_verified,
	'not-accepted': m.audit_finding_not_accepted,
	dropped: m.audit_finding_dropped
};

export const findingStateWords = (state: Finding['state']) => STATES[state]();
