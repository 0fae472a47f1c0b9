/** Between what is typed and the answer it is. */
import { numberInWords } from '$lib/components/audit/answer-words';
import type { AnswerValue } from '$lib/domain/audit/audit';
import type { ItemKind } from '$lib/domain/audit/template';
import { m } from '$lib/messages';

type NumberKind = Extract<ItemKind, { kind: 'number' }>;

/** What stands in the field for an answer. */
export function typedOf(value: AnswerValue): string {
	switch (value?.kind) {
		case 'number':
			return String(value.value);
		case 'text':
		case 'barcode':
			return value.value;
		default:
			return '';
	}
}

/** With a point or a comma, as people type it; null where it is no number. */
export function numberOf(text: string): number | null {
	const plain = text.trim().replace(',', '.');
	if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain)) return null;
	return Number(plain);
}

/** Whether a number is no more exact than it is asked for. */
export function fitsDecimals({ decimals }: NumberKind, value: number): boolean {
	return Number(value.toFixed(decimals)) === value;
}

export function outOfLimits({ min, max }: NumberKind, value: number): boolean {
	return (min !== null && value < min) || (max !== null && value > max);
}

export function limitWords({ min, max, unit }: NumberKind): string {
	const words = (limit: number) => numberInWords(limit, unit);
	if (min !== null && max !== null) return m.audit_between({ min: words(min), max: words(max) });
	if (min !== null) return m.audit_at_least({ min: words(min) });
	return max !== null ? m.audit_at_most({ max: words(max) }) : '';
}
