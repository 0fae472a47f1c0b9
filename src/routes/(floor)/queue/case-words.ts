/** A case in the words of the queue. */
import { percent } from '$lib/components/measures';
import { verdictWords } from '$lib/components/words';
import type { CaseSummary } from '$lib/domain/case';
import { GOOD, type Classed } from '$lib/domain/site';
import { m } from '$lib/messages';

export function className(part: Classed | null, id: string): string {
	if (id === GOOD) return part?.isMachine ? m.maintain_no_fault() : m.queue_class_good();
	return part?.classes.find((known) => known.id === id)?.name ?? id;
}

export function suggestedWords(item: CaseSummary, part: Classed | null): string {
	if (item.suggestedClass === null) return m.queue_nothing_suggested();
	const name = className(part, item.suggestedClass);
	if (item.confidence === null) return name;
	return m.queue_with_confidence({ class: name, confidence: percent(item.confidence) });
}

/** What was decided: "Corrected: Crack"; null while nothing was. */
export function decidedWords(item: CaseSummary, part: Classed | null): string | null {
	if (item.verdict === null) return null;
	const verdict = verdictWords(item.verdict);
	if (item.verdict === 'escalate') return verdict;
	if (item.decidedClass === null) return `${verdict}: ${m.queue_unusable()}`;
	return `${verdict}: ${className(part, item.decidedClass)}`;
}
