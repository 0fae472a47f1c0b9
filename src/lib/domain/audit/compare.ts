/** What changed from one version of a template to another, as somebody who answers for it wants to read it. */
import type { TemplateContent } from './imported';
import type { AuditItem, AuditSection } from './template';

export const ITEM_PARTS = [
	'text',
	'help',
	'type',
	'required',
	'evidence',
	'weight',
	'critical',
	'when',
	'constraint',
	'assetId'
] as const;
export type ItemPart = (typeof ITEM_PARTS)[number];
export const SECTION_PARTS = ['name', 'when', 'repeat'] as const;
export type SectionPart = (typeof SECTION_PARTS)[number];
export const WHOLE_PARTS = ['name', 'kind', 'passAt', 'askPlace', 'signedBy'] as const;
export type WholePart = (typeof WHOLE_PARTS)[number];

export type TemplateChange =
	| { change: 'whole'; parts: WholePart[] }
	| { change: 'section-added' | 'section-removed' | 'section-moved'; section: AuditSection }
	| { change: 'section-changed'; section: AuditSection; before: AuditSection; parts: SectionPart[] }
	| { change: 'item-added' | 'item-removed' | 'item-moved'; item: AuditItem; section: AuditSection }
	| { change: 'item-changed'; item: AuditItem; section: AuditSection; before: AuditItem; parts: ItemPart[] };

/** In the order of the newer version; what was removed comes last. Items and sections are the same where their ids are. */
export function compareTemplates(before: TemplateContent, after: TemplateContent): TemplateChange[] {
	const changes: TemplateChange[] = [];
	const whole = WHOLE_PARTS.filter((part) => !isSame(before[part], after[part]));
	if (whole.length > 0) changes.push({ change: 'whole', parts: whole });
	const oldSections = new Map(before.sections.map((section) => [section.id, section]));
	const oldItems = placesOf(before);
	const newItems = placesOf(after);
	const movedSections = movedAmong(before.sections, after.sections);
	for (const section of after.sections) {
		const known = oldSections.get(section.id);
		if (!known) changes.push({ change: 'section-added', section });
		else {
			const parts = SECTION_PARTS.filter((part) => !isSame(known[part], section[part]));
			if (parts.length > 0) changes.push({ change: 'section-changed', section, before: known, parts });
			if (movedSections.has(section.id)) changes.push({ change: 'section-moved', section });
		}
		const moved = movedAmong(known?.items ?? [], section.items);
		for (const item of section.items) {
			const old = oldItems.get(item.id);
			if (!old) {
				changes.push({ change: 'item-added', item, section });
				continue;
			}
			const parts = ITEM_PARTS.filter((part) => !isSame(old.item[part], item[part]));
			if (parts.length > 0) changes.push({ change: 'item-changed', item, section, before: old.item, parts });
			if (old.section.id !== section.id || moved.has(item.id)) changes.push({ change: 'item-moved', item, section });
		}
	}
	for (const { item, section } of oldItems.values()) {
		if (!newItems.has(item.id)) changes.push({ change: 'item-removed', item, section });
	}
	const kept = new Set(after.sections.map(({ id }) => id));
	for (const section of before.sections)
		if (!kept.has(section.id)) changes.push({ change: 'section-removed', section });
	return changes;
}

function placesOf({ sections }: TemplateContent): Map<string, { item: AuditItem; section: AuditSection }> {
	return new Map(sections.flatMap((section) => section.items.map((item) => [item.id, { item, section }])));
}

/** Those of both that do not stand in the order of most of them: the fewest that had to be picked up to get there. */
function movedAmong(before: readonly { id: string }[], after: readonly { id: string }[]): Set<string> {
	const oldPlace = new Map(before.map(({ id }, index) => [id, index]));
	const both = after.flatMap(({ id }) => (oldPlace.has(id) ? [{ id, place: oldPlace.get(id) ?? 0 }] : []));
	// The longest run of rising places stayed where it was.
	const runs: { length: number; last: number }[] = [];
	let best = -1;
	both.forEach(({ place }, index) => {
		let longest = { length: 1, last: -1 };
		for (let earlier = 0; earlier < index; earlier += 1) {
			const run = runs[earlier];
			const other = both[earlier];
			if (run && other && other.place < place && run.length + 1 > longest.length) {
				longest = { length: run.length + 1, last: earlier };
			}
		}
		runs.push(longest);
		if (longest.length > (runs[best]?.length ?? 0)) best = index;
	});
	const stayed = new Set<number>();
	for (let at = best; at >= 0; at = runs[at]?.last ?? -1) stayed.add(at);
	return new Set(both.filter((_, index) => !stayed.has(index)).map(({ id }) => id));
}

function isSame(a: unknown, b: unknown): boolean {
	return JSON.stringify(a) === JSON.stringify(b);
}
