/** Templates in the words people read. */
import type { TemplateChange } from '$lib/domain/audit/compare';
import type { LeftOutWhat, TemplateContent } from '$lib/domain/audit/imported';
import type { AuditItem, Condition, Evidence, ItemKind } from '$lib/domain/audit/template';
import { m } from '$lib/messages';

export const KIND_WORDS: Record<ItemKind['kind'], () => string> = {
	'pass-fail': m.templates_item_pass_fail,
	number: m.templates_item_number,
	text: m.templates_item_text,
	choice: m.templates_item_choice,
	photo: m.templates_item_photo,
	barcode: m.templates_item_barcode,
	date: m.templates_item_date,
	place: m.templates_item_place,
	signature: m.templates_item_signature,
	instruction: m.templates_item_instruction
};

/** What a number has to be within, with its unit. */
export function limitWords({ min, max, unit }: Extract<ItemKind, { kind: 'number' }>): string {
	if (min !== null && max !== null) return m.templates_limits_between({ min, max, unit });
	if (min !== null) return m.templates_limits_least({ min, unit });
	return max === null ? unit : m.templates_limits_most({ max, unit });
}

export const EVIDENCE_WORDS: Record<Evidence, () => string> = {
	'photo-on-fail': m.templates_evidence_photo_on_fail,
	'photo-always': m.templates_evidence_photo_always,
	'note-on-fail': m.templates_evidence_note_on_fail
};

export const TEMPLATE_KIND_WORDS = { audit: m.templates_kind_audit, walk: m.templates_kind_walk } as const;

export function namedItem({ text }: Pick<AuditItem, 'text'>): string {
	return text || m.templates_item_untitled();
}

type Simple = Exclude<Condition, { op: 'not' | 'all' | 'any' }>;
export type SimpleOp = Simple['op'] | 'not-equals';

export const OP_WORDS: Record<SimpleOp, () => string> = {
	equals: m.templates_op_equals,
	'not-equals': m.templates_op_not_equals,
	includes: m.templates_op_includes,
	above: m.templates_op_above,
	below: m.templates_op_below,
	'at-least': m.templates_op_at_least,
	'at-most': m.templates_op_at_most,
	'chosen-at-least': m.templates_op_chosen_at_least,
	'chosen-at-most': m.templates_op_chosen_at_most,
	answered: m.templates_op_answered,
	failed: m.templates_op_failed
};

const ANSWER_WORDS: Readonly<Record<string, () => string>> = {
	pass: m.templates_answer_pass,
	fail: m.templates_answer_fail,
	'not-applicable': m.templates_answer_na
};

/** What an answer would be called: a choice by its name. */
export function valueWords(item: AuditItem | undefined, value: string | number | boolean): string {
	if (item?.type.kind === 'choice') {
		return item.type.choices.find(({ id }) => id === String(value))?.name ?? String(value);
	}
	if (item?.type.kind === 'pass-fail') return ANSWER_WORDS[String(value)]?.() ?? String(value);
	return String(value);
}

/** A condition as a sentence; `own` is the item whose answer it is a rule for. */
export function conditionWords(
	condition: Condition,
	items: ReadonlyMap<string, AuditItem>,
	own: string | null = null
): string {
	switch (condition.op) {
		case 'not':
			if (condition.of.op === 'equals') return simpleWords(condition.of, 'not-equals', items, own);
			return m.templates_rule_not({ rule: conditionWords(condition.of, items, own) });
		case 'all':
		case 'any': {
			const between = condition.op === 'all' ? m.templates_rule_and() : m.templates_rule_or();
			const rules = condition.of.map((each) => {
				const words = conditionWords(each, items, own);
				return each.op === 'all' || each.op === 'any' ? `(${words})` : words;
			});
			if (rules.length === 0) return condition.op === 'all' ? m.templates_rule_always() : m.templates_rule_never();
			return rules.join(between);
		}
		default:
			return simpleWords(condition, condition.op, items, own);
	}
}

function simpleWords(
	condition: Simple,
	op: SimpleOp,
	items: ReadonlyMap<string, AuditItem>,
	own: string | null
): string {
	const item = items.get(condition.item);
	const name = condition.item === own ? m.templates_rule_own() : `“${item ? namedItem(item) : condition.item}”`;
	const value = 'value' in condition ? ` ${valueWords(item, condition.value)}` : '';
	return `${name} ${OP_WORDS[op]()}${value}`;
}

export function itemsById(content: Pick<TemplateContent, 'sections'>): Map<string, AuditItem> {
	return new Map(content.sections.flatMap(({ items }) => items.map((item) => [item.id, item])));
}

const PART_WORDS: Readonly<Record<string, () => string>> = {
	name: m.templates_part_name,
	kind: m.templates_part_kind,
	passAt: m.templates_part_pass_at,
	askPlace: m.templates_part_ask_place,
	signedBy: m.templates_part_signed_by,
	when: m.templates_part_when,
	repeat: m.templates_part_repeat,
	text: m.templates_part_text,
	help: m.templates_part_help,
	type: m.templates_part_type,
	required: m.templates_part_required,
	evidence: m.templates_part_evidence,
	weight: m.templates_part_weight,
	critical: m.templates_part_critical,
	constraint: m.templates_part_constraint,
	assetId: m.templates_part_asset
};

export function changeWords(change: TemplateChange): string {
	const parts = 'parts' in change ? change.parts.map((part) => PART_WORDS[part]?.() ?? part).join(', ') : '';
	const name = 'item' in change ? namedItem(change.item) : 'section' in change ? change.section.name : '';
	switch (change.change) {
		case 'whole':
			return m.templates_change_whole({ parts });
		case 'section-added':
			return m.templates_change_section_added({ name });
		case 'section-removed':
			return m.templates_change_section_removed({ name });
		case 'section-moved':
			return m.templates_change_section_moved({ name });
		case 'section-changed':
			return m.templates_change_section_changed({ name, parts });
		case 'item-added':
			return m.templates_change_item_added({ name });
		case 'item-removed':
			return m.templates_change_item_removed({ name });
		case 'item-moved':
			return m.templates_change_item_moved({ name });
		case 'item-changed':
			if (change.parts.join() === 'text') {
				return m.templates_change_reworded({ before: namedItem(change.before), after: name });
			}
			return m.templates_change_item_changed({ name, parts });
	}
}

export const LEFT_OUT_WORDS: Record<LeftOutWhat, () => string> = {
	type: m.templates_left_type,
	metadata: m.templates_left_metadata,
	calculation: m.templates_left_calculation,
	relevant: m.templates_left_relevant,
	constraint: m.templates_left_constraint,
	required: m.templates_left_required,
	default: m.templates_left_default,
	'read-only': m.templates_left_read_only,
	appearance: m.templates_left_appearance,
	'choice-filter': m.templates_left_choice_filter,
	'repeat-count': m.templates_left_repeat_count,
	'nested-repeat': m.templates_left_nested_repeat,
	media: m.templates_left_media,
	'no-choices': m.templates_left_no_choices,
	'choice-twice': m.templates_left_choice_twice,
	'no-label': m.templates_left_no_label,
	'name-twice': m.templates_left_name_twice,
	'answer-in-text': m.templates_left_answer_in_text,
	'cut-off': m.templates_left_cut_off,
	language: m.templates_left_language,
	unclosed: m.templates_left_unclosed,
	kind: m.templates_left_kind,
	number: m.templates_left_number,
	evidence: m.templates_left_evidence,
	column: m.templates_left_column
};
