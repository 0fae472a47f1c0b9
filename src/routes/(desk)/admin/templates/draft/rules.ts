/** Conditions as the editor offers them: a list that all or any of hold. Nested ones, as imports bring, are kept as they are. */
import type { AuditItem, Condition } from '$lib/domain/audit/template';
import type { SimpleOp } from '../words';

export interface SimpleRule {
	item: string;
	op: SimpleOp;
	value: string;
}

export interface RuleList {
	join: 'all' | 'any';
	rules: SimpleRule[];
}

/** Null for a condition that is no such list. */
export function asRuleList(condition: Condition | null): RuleList | null {
	if (condition === null) return { join: 'all', rules: [] };
	// Of nothing, none holds: it is never asked, which no list says.
	if (condition.op === 'any' && condition.of.length === 0) return null;
	const isList = condition.op === 'all' || condition.op === 'any';
	const rules = (isList ? condition.of : [condition]).map(asSimple);
	return rules.every((rule) => rule !== null) ? { join: isList ? condition.op : 'all', rules } : null;
}

function asSimple(condition: Condition): SimpleRule | null {
	switch (condition.op) {
		case 'all':
		case 'any':
			return null;
		case 'not':
			if (condition.of.op !== 'equals') return null;
			return { item: condition.of.item, op: 'not-equals', value: String(condition.of.value) };
		default:
			return { item: condition.item, op: condition.op, value: 'value' in condition ? String(condition.value) : '' };
	}
}

export function asCondition({ join, rules }: RuleList): Condition | null {
	const of = rules.map(toCondition);
	const [only] = of;
	return of.length > 1 ? { op: join, of } : (only ?? null);
}

function toCondition({ item, op, value }: SimpleRule): Condition {
	switch (op) {
		case 'answered':
		case 'failed':
			return { op, item };
		case 'equals':
		case 'includes':
			return { op, item, value };
		case 'not-equals':
			return { op: 'not', of: { op: 'equals', item, value } };
		default:
			return { op, item, value: Number(value.replace(',', '.')) || 0 };
	}
}

/** What can be asked about an item's answer, the likeliest first. */
export function opsFor({ type }: AuditItem): SimpleOp[] {
	switch (type.kind) {
		case 'pass-fail':
			return ['failed', 'equals', 'not-equals', 'answered'];
		case 'number':
			return ['failed', 'above', 'at-least', 'below', 'at-most', 'equals', 'answered'];
		case 'choice':
			return type.several
				? ['includes', 'chosen-at-least', 'chosen-at-most', 'failed', 'answered']
				: ['equals', 'not-equals', 'failed', 'answered'];
		case 'text':
		case 'barcode':
		case 'date':
			return ['answered', 'equals', 'not-equals'];
		case 'photo':
		case 'place':
		case 'signature':
		case 'instruction':
			return ['answered'];
	}
}

/** The first thing that can be asked about an item. */
export function firstRule(item: AuditItem): SimpleRule {
	const [op = 'answered'] = opsFor(item);
	return { item: item.id, op, value: firstValue(item) };
}

/** The values that an item's answer can have, where they are few. */
export function valuesOf({ type }: AuditItem): string[] | null {
	if (type.kind === 'choice') return type.choices.map(({ id }) => id);
	return type.kind === 'pass-fail' ? ['pass', 'fail', 'not-applicable'] : null;
}

export function firstValue(item: AuditItem): string {
	return valuesOf(item)?.[0] ?? '';
}

export function takesValue(op: SimpleOp): boolean {
	return op !== 'answered' && op !== 'failed';
}

export function takesNumber(op: SimpleOp): boolean {
	return takesValue(op) && op !== 'equals' && op !== 'not-equals' && op !== 'includes';
}
