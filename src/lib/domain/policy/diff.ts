/** What changes from one version of the rules to another: rule by rule, in the new order, which counts as much as what they say. */
import type { Conditions, Consequence, Rule } from './policy';

export type RuleField = 'name' | `when.${keyof Conditions}` | `then.${ConsequenceField}`;
type KeysOf<T> = T extends unknown ? keyof T & string : never;
type ConsequenceField = KeysOf<Consequence>;

export type RuleChange =
	| { change: 'same'; rule: Rule }
	| { change: 'added'; rule: Rule }
	| { change: 'removed'; rule: Rule }
	/** `moved`: it comes earlier or later among the rules that both versions have. */
	| { change: 'changed'; rule: Rule; before: Rule; fields: RuleField[]; moved: 'earlier' | 'later' | null };

/** The rules of `after` in their order; each that is gone stands where it stood. */
export function diffRules(before: readonly Rule[], after: readonly Rule[]): RuleChange[] {
	const old = new Map(before.map((rule, index) => [rule.id, { rule, index }]));
	const kept = after.flatMap((rule) => old.get(rule.id)?.index ?? []);
	const inPlace = new Set(longestRise(kept));
	const changes: RuleChange[] = [];
	const isGone = new Set(before.map(({ id }) => id));
	for (const { id } of after) isGone.delete(id);
	/** Old rules up to here have been told of. */
	let told = 0;
	const tellGone = (until: number) => {
		for (; told < until; told++) {
			const rule = before[told];
			if (rule && isGone.has(rule.id)) changes.push({ change: 'removed', rule });
		}
	};
	for (const [place, rule] of after.entries()) {
		const known = old.get(rule.id);
		if (!known) {
			changes.push({ change: 'added', rule });
			continue;
		}
		const stays = inPlace.has(known.index);
		if (stays) tellGone(known.index);
		const fields = changedFields(known.rule, rule);
		const moved = stays ? null : known.index > expectedIndex(place, after, old, inPlace) ? 'earlier' : 'later';
		if (fields.length === 0 && moved === null) changes.push({ change: 'same', rule });
		else changes.push({ change: 'changed', rule, before: known.rule, fields, moved });
	}
	tellGone(before.length);
	return changes;
}

/** The old index of the rule before this place that stayed where it was. */
function expectedIndex(
	place: number,
	after: readonly Rule[],
	old: ReadonlyMap<string, { index: number }>,
	inPlace: ReadonlySet<number>
): number {
	for (let at = place - 1; at >= 0; at--) {
		const index = old.get(after[at]?.id ?? '')?.index;
		if (index !== undefined && inPlace.has(index)) return index;
	}
	return -1;
}

/** The longest list of rising numbers among these, in their order: rules that need not have moved. */
function longestRise(numbers: readonly number[]): number[] {
	const best: number[][] = [];
	for (const [at, number] of numbers.entries()) {
		let longest: number[] = [];
		for (let earlier = 0; earlier < at; earlier++) {
			const rise = best[earlier] ?? [];
			if ((numbers[earlier] ?? 0) < number && rise.length > longest.length) longest = rise;
		}
		best.push([...longest, number]);
	}
	return best.reduce((longest, rise) => (rise.length > longest.length ? rise : longest), []);
}

function changedFields(before: Rule, after: Rule): RuleField[] {
	const fields: RuleField[] = before.name === after.name ? [] : ['name'];
	for (const name of keysOf(before.when, after.when)) {
		if (!isSame(before.when[name], after.when[name])) fields.push(`when.${name}`);
	}
	const [was, is] = [before.then as Record<ConsequenceField, unknown>, after.then as Record<ConsequenceField, unknown>];
	for (const name of keysOf(was, is)) if (!isSame(was[name], is[name])) fields.push(`then.${name}`);
	return fields;
}

function keysOf<T extends object>(one: T, other: T): (keyof T & string)[] {
	return [...new Set([...Object.keys(one), ...Object.keys(other)])] as (keyof T & string)[];
}

/** Lists are sets here: the order of classes or roles says nothing. */
function isSame(one: unknown, other: unknown): boolean {
	return JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other));
}

function inOrder(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(String).sort();
	if (typeof value !== 'object' || value === null) return value;
	return Object.entries(value)
		.filter(([, inner]) => inner !== undefined)
		.sort(([one], [other]) => (one < other ? -1 : 1));
}
