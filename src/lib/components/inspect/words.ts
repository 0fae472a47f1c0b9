/** The inspect screen's words for the domain's codes. */
import type { Classed } from '$lib/domain/site';
import { GOOD } from '$lib/domain/site';
import { UNNAMED_DEFECT, type UsabilityIssue } from '$lib/domain/suggestion';
import { getLocale, m } from '$lib/messages';

export function usabilityText(issue: UsabilityIssue): string {
	switch (issue) {
		case 'blurred':
			return m.inspect_blurred();
		case 'too-dark':
			return m.inspect_too_dark();
		case 'too-bright':
			return m.inspect_too_bright();
		case 'glare':
			return m.inspect_glare();
		case 'no-part':
			return m.inspect_no_part();
	}
}

/** A class as people call it: the part's own name for it, or ours for the two that every part has. */
export function classText(part: Classed, classId: string): string {
	if (classId === GOOD) return part.isMachine ? m.maintain_no_fault() : m.inspect_class_good();
	if (classId === UNNAMED_DEFECT) return m.inspect_class_unnamed();
	return part.classes.find(({ id }) => id === classId)?.name ?? classId;
}

/** "Fray", "Fray or Break", "Fray, Break or Crack", in the reader's language. */
export function orList(words: readonly string[]): string {
	return new Intl.ListFormat(getLocale(), { type: 'disjunction' }).format(words);
}
