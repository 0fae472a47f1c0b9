/** Whether an answer passes. */
import type { AnswerValue } from './audit';
import type { AuditItem } from './template';

export type Outcome = 'pass' | 'fail' | 'not-applicable' | 'skipped' | 'noted';

/** Null where nothing was answered; `noted` for what can neither pass nor fail. */
export function outcomeOf({ type }: AuditItem, value: AnswerValue): Outcome | null {
	switch (value?.kind) {
		case undefined:
			return null;
		case 'skipped':
			return 'skipped';
		case 'pass-fail':
			return value.value;
		case 'number':
			if (type.kind !== 'number' || (type.min === null && type.max === null)) return 'noted';
			return value.value < (type.min ?? -Infinity) || value.value > (type.max ?? Infinity) ? 'fail' : 'pass';
		case 'choice':
			if (type.kind !== 'choice' || !type.choices.some(({ fails }) => fails)) return 'noted';
			return type.choices.some(({ id, fails }) => fails && value.value.includes(id)) ? 'fail' : 'pass';
		case 'barcode':
			if (type.kind !== 'barcode' || type.expected === null) return 'noted';
			return value.value === type.expected ? 'pass' : 'fail';
		default:
			return 'noted';
	}
}
