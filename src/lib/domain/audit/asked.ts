/** Which items an audit asks, given what was answered so far. */
import type { AnswerValue, AuditAnswer } from './audit';
import { outcomeOf } from './outcome';
import type { AuditItem, AuditSection, AuditTemplate, Condition } from './template';

/** One question: an item, in one round of its section. */
export interface Asked {
	key: string;
	section: AuditSection;
	item: AuditItem;
	round: number;
}

export const keyOf = (itemId: string, round: number) => `${itemId}/${round}`;

/** The answers that count, by `keyOf`. */
export type Answers = ReadonlyMap<string, AuditAnswer>;

export function answersByKey<A extends AuditAnswer>(answers: readonly A[]): Map<string, A> {
	return new Map(answers.map((answer) => [keyOf(answer.itemId, answer.round), answer]));
}

/**
 * In the order of the template.
 * @param rounds which times round a section has; without it, those that something was answered in, and the first where nothing was
 */
export function askedItems(
	template: AuditTemplate,
	answers: Answers,
	rounds: (section: AuditSection) => readonly number[] = (section) => answeredRounds(section, answers)
): Asked[] {
	const items = new Map(
		template.sections.flatMap((section) => section.items.map((item) => [item.id, { item, section }]))
	);
	const asked: Asked[] = [];
	for (const section of template.sections) {
		for (const round of section.repeat ? rounds(section) : [0]) {
			/** An item of the same section is asked about in the same round. */
			const valueOf = (id: string) =>
				answers.get(keyOf(id, items.get(id)?.section === section ? round : 0))?.value ?? null;
			const holds = (condition: Condition | null) =>
				condition === null || conditionHolds(condition, valueOf, (id) => items.get(id)?.item ?? null);
			if (!holds(section.when)) continue;
			for (const item of section.items) {
				if (holds(item.when)) asked.push({ key: keyOf(item.id, round), section, item, round });
			}
		}
	}
	return asked;
}

/** The rounds of a section in which something stands; the first where nothing does. */
export function answeredRounds(section: AuditSection, answers: Answers): number[] {
	const ids = new Set(section.items.map(({ id }) => id));
	const found = new Set<number>();
	for (const { itemId, round, value } of answers.values()) if (value !== null && ids.has(itemId)) found.add(round);
	return found.size > 0 ? [...found].sort((one, other) => one - other) : [0];
}

/** Whether a condition holds over these values; a rule over an item's own answer is one as well. */
export function conditionHolds(
	condition: Condition,
	valueOf: (itemId: string) => AnswerValue,
	itemOf: (itemId: string) => AuditItem | null
): boolean {
	const holds = (inner: Condition): boolean => conditionHolds(inner, valueOf, itemOf);
	switch (condition.op) {
		case 'not':
			return !holds(condition.of);
		case 'all':
			return condition.of.every(holds);
		case 'any':
			return condition.of.some(holds);
		case 'answered':
			return valueOf(condition.item) !== null;
		case 'failed': {
			const item = itemOf(condition.item);
			return item !== null && outcomeOf(item, valueOf(condition.item)) === 'fail';
		}
		case 'equals': {
			const plain = plainOf(valueOf(condition.item));
			return plain.length === 1 && plain[0] === condition.value;
		}
		case 'includes':
			return plainOf(valueOf(condition.item)).includes(condition.value);
		case 'above':
		case 'below':
		case 'at-least':
		case 'at-most': {
			const value = valueOf(condition.item);
			if (value?.kind !== 'number') return false;
			return COMPARE[condition.op](value.value, condition.value);
		}
	}
}

const COMPARE = {
	above: (value: number, limit: number) => value > limit,
	below: (value: number, limit: number) => value < limit,
	'at-least': (value: number, limit: number) => value >= limit,
	'at-most': (value: number, limit: number) => value <= limit
};

/** What of an answer can be compared. */
function plainOf(value: AnswerValue): (string | number | boolean)[] {
	switch (value?.kind) {
		case 'pass-fail':
		case 'number':
		case 'text':
		case 'barcode':
		case 'date':
			return [value.value];
		case 'choice':
			return value.value;
		default:
			return [];
	}
}
