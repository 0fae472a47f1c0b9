/** What is wrong with a template that its schema cannot say: it is told before it is published. */
import { itemsOf } from './condition';
import type { TemplateContent } from './imported';
import type { AuditItem, Condition } from './template';

export type TemplateFault =
	/** There is nothing to answer. */
	| { fault: 'empty' }
	| { fault: 'id-twice'; at: string }
	/** A condition asks about an item that is not there, or comes later than what depends on it. */
	| { fault: 'unknown-item' | 'looks-ahead'; at: string; item: string }
	| { fault: 'limits'; at: string }
	| { fault: 'choice-twice'; at: string }
	/** It is scored, and nothing in it counts. */
	| { fault: 'nothing-counts' };

/** In the order in which one reads it; `at` is the id of a section or item. */
export function faultsOf({ sections, passAt }: TemplateContent): TemplateFault[] {
	const faults: TemplateFault[] = [];
	const all = new Set(sections.flatMap(({ items }) => items.map(({ id }) => id)));
	const before = new Set<string>();
	const seen = new Set<string>();
	const check = (at: string, condition: Condition | null, self: string | null = null) => {
		for (const item of new Set(condition ? itemsOf(condition) : [])) {
			if (!all.has(item)) faults.push({ fault: 'unknown-item', at, item });
			else if (!before.has(item) && item !== self) faults.push({ fault: 'looks-ahead', at, item });
		}
	};
	const once = (id: string) => {
		if (seen.has(id)) faults.push({ fault: 'id-twice', at: id });
		seen.add(id);
	};
	for (const section of sections) {
		once(section.id);
		check(section.id, section.when);
		for (const item of section.items) {
			once(item.id);
			check(item.id, item.when);
			check(item.id, item.constraint?.holds ?? null, item.id);
			faults.push(...kindFaults(item));
			before.add(item.id);
		}
	}
	if (all.size === 0) faults.push({ fault: 'empty' });
	const counts = sections.some(({ items }) => items.some(({ weight }) => weight > 0));
	if (passAt !== null && !counts) faults.push({ fault: 'nothing-counts' });
	return faults;
}

function kindFaults({ id, type }: AuditItem): TemplateFault[] {
	if (type.kind === 'number' && type.min !== null && type.max !== null && type.min > type.max) {
		return [{ fault: 'limits', at: id }];
	}
	if (type.kind === 'choice' && new Set(type.choices.map((choice) => choice.id)).size < type.choices.length) {
		return [{ fault: 'choice-twice', at: id }];
	}
	return [];
}
