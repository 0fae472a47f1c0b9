/** What stands between a draft and its publication, in words. */
import { faultsOf, type TemplateFault } from '$lib/domain/audit/check-template';
import type { TemplateContent } from '$lib/domain/audit/imported';
import { m } from '$lib/messages';
import { itemsById, namedItem } from '../words';

export function faultsInWords(content: TemplateContent): string[] {
	const items = itemsById(content);
	const sections = new Map(content.sections.map(({ id, name }) => [id, name]));
	const nameOf = (id: string) => {
		const item = items.get(id);
		return item ? namedItem(item) : (sections.get(id) ?? id);
	};
	const blank = [
		...(content.name.trim() === '' ? [m.templates_fault_name()] : []),
		...(content.signedBy.length === 0 ? [m.templates_fault_signed_by()] : []),
		...content.sections.flatMap((section) => [
			...(section.name.trim() === '' ? [m.templates_fault_section()] : []),
			...section.items
				.filter(({ text }) => text.trim() === '')
				.map(() => m.templates_fault_text({ at: section.name || m.templates_section() }))
		])
	];
	return [...new Set(blank), ...faultsOf(content).map((fault) => inWords(fault, nameOf))];
}

function inWords(fault: TemplateFault, nameOf: (id: string) => string): string {
	switch (fault.fault) {
		case 'empty':
			return m.templates_fault_empty();
		case 'nothing-counts':
			return m.templates_fault_nothing_counts();
		case 'id-twice':
			return m.templates_fault_id_twice({ at: nameOf(fault.at) });
		case 'unknown-item':
			return m.templates_fault_unknown_item({ at: nameOf(fault.at) });
		case 'looks-ahead':
			return m.templates_fault_looks_ahead({ at: nameOf(fault.at), item: nameOf(fault.item) });
		case 'limits':
			return m.templates_fault_limits({ at: nameOf(fault.at) });
		case 'choice-twice':
			return m.templates_fault_choice_twice({ at: nameOf(fault.at) });
	}
}
