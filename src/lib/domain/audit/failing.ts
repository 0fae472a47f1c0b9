/** Whether an answer fails its item: what is out of limits, not as it should be, or said to be wrong. */
import type { AuditAnswer } from './audit';
import type { AuditItem } from './template';

export function isAnswered(answer: AuditAnswer | null | undefined): answer is AuditAnswer {
	return answer !== null && answer !== undefined && answer.value !== null;
}

export function isSkipped(answer: AuditAnswer | null): boolean {
	return answer?.value?.kind === 'skipped';
}

/** What is unanswered, skipped or not applicable does not fail. */
export function fails({ type }: AuditItem, answer: AuditAnswer | null): boolean {
	const value = answer?.value;
	if (!value) return false;
	switch (value.kind) {
		case 'pass-fail':
			return value.value === 'fail';
		case 'photo':
			return value.verdict === 'fail';
		case 'number':
			if (type.kind !== 'number') return false;
			return (type.min !== null && value.value < type.min) || (type.max !== null && value.value > type.max);
		case 'choice':
			return type.kind === 'choice' && type.choices.some((choice) => choice.fails && value.value.includes(choice.id));
		case 'barcode':
			return type.kind === 'barcode' && type.expected !== null && value.value !== type.expected;
		case 'text':
		case 'date':
		case 'place':
		case 'signature':
		case 'instruction':
		case 'skipped':
			return false;
	}
}
