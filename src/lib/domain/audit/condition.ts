/** What a condition says of the answers that are known. */
import type { AuditAnswer } from './audit';
import { fails, isAnswered, isSkipped } from './failing';
import type { AuditItem, Condition } from './template';

/** An item with its answer, as a condition sees it. */
export interface Seen {
	item: AuditItem;
	answer: AuditAnswer;
}

/**
 * Looks an item up: its answers from where the condition stands. One in the same time round of the same section; each of all times round
 * of another section, of which one is enough. None where it is not answered or not asked.
 */
export type Look = (itemId: string) => readonly Seen[];

export function holds(condition: Condition, look: Look): boolean {
	switch (condition.op) {
		case 'not':
			return !holds(condition.of, look);
		case 'all':
			return condition.of.every((each) => holds(each, look));
		case 'any':
			return condition.of.some((each) => holds(each, look));
		default:
			return look(condition.item).some((seen) => isSo(condition, seen));
	}
}

type Simple = Exclude<Condition, { op: 'not' | 'all' | 'any' }>;

function isSo(condition: Simple, { item, answer }: Seen): boolean {
	if (!isAnswered(answer) || isSkipped(answer)) return false;
	const value = answer.value;
	switch (condition.op) {
		case 'answered':
			return true;
		case 'failed':
			return fails(item, answer);
		case 'includes':
			return value?.kind === 'choice' && value.value.includes(condition.value);
		case 'chosen-at-least':
			return value?.kind === 'choice' && value.value.length >= condition.value;
		case 'chosen-at-most':
			return value?.kind === 'choice' && value.value.length <= condition.value;
		case 'equals':
			return equals(answer, condition.value);
		case 'above':
		case 'below':
		case 'at-least':
		case 'at-most': {
			const number = asNumber(answer);
			return number !== null && compares(condition.op, number, condition.value);
		}
	}
}

function compares(op: 'above' | 'below' | 'at-least' | 'at-most', a: number, b: number): boolean {
	switch (op) {
		case 'above':
			return a > b;
		case 'below':
			return a < b;
		case 'at-least':
			return a >= b;
		case 'at-most':
			return a <= b;
	}
}

/** A number as itself; everything else as the text that stands for it: `pass`, the id of the one choice, what was typed or read. */
function equals({ value }: AuditAnswer, wanted: string | number | boolean): boolean {
	switch (value?.kind) {
		case 'number':
			return value.value === Number(wanted);
		case 'choice':
			return value.value.length === 1 && value.value[0] === String(wanted);
		case 'instruction':
			return wanted === true || wanted === 'read';
		case 'pass-fail':
		case 'text':
		case 'barcode':
		case 'date':
			return value.value === String(wanted);
		case 'photo':
			return value.verdict === wanted;
		case 'place':
		case 'signature':
		case 'skipped':
		case undefined:
			return false;
	}
}

/** A typed number, or the one choice that is named by a number, as rating scales are. */
function asNumber({ value }: AuditAnswer): number | null {
	if (value?.kind === 'number') return value.value;
	if (value?.kind !== 'choice' || value.value.length !== 1) return null;
	const [only = ''] = value.value;
	return only.trim() !== '' && Number.isFinite(Number(only)) ? Number(only) : null;
}

/** The items that a condition asks about. */
export function itemsOf(condition: Condition): string[] {
	switch (condition.op) {
		case 'not':
			return itemsOf(condition.of);
		case 'all':
		case 'any':
			return condition.of.flatMap(itemsOf);
		default:
			return [condition.item];
	}
}
