/** A case in the words of the queue. */
import { percent, timeOfDay } from '$lib/components/measures';
import { roleWords, verdictWords } from '$lib/components/words';
import type { CaseSummary } from '$lib/domain/case';
import { GOOD, type Part } from '$lib/domain/site';
import { m } from '$lib/messages';

export function className(part: Part | null, id: string): string {
	if (id === GOOD) return m.queue_class_good();
	return part?.classes.find((known) => known.id === id)?.name ?? id;
}

export function suggestedWords(item: CaseSummary, part: Part | null): string {
	if (item.suggestedClass === null) return m.queue_nothing_suggested();
	const name = className(part, item.suggestedClass);
	if (item.confidence === null) return name;
	return m.queue_with_confidence({ class: name, confidence: percent(item.confidence) });
}

/** What was decided: "Corrected: Crack"; null while nothing was. */
export function decidedWords(item: CaseSummary, part: Part | null): string | null {
	if (item.verdict === null) return null;
	const verdict = verdictWords(item.verdict);
	if (item.verdict === 'escalate') return verdict;
	if (item.decidedClass === null) return `${verdict}: ${m.queue_unusable()}`;
	return `${verdict}: ${className(part, item.decidedClass)}`;
}

export function stateWords({ state, waitingFor, ...item }: CaseSummary, now: number): string {
	const roles = waitingFor.map(roleWords).join(m.queue_or());
	switch (state) {
		case 'open':
			return openWords(item, roles, now);
		case 'escalated':
			return m.queue_state_escalated({ roles });
		case 'disputed':
			return m.queue_state_disputed({ roles });
		case 'awaiting-approval':
			return m.queue_state_awaiting_approval({ roles });
		case 'satisfied':
			return item.passed ? m.passing_queue_passed() : m.queue_state_satisfied();
	}
}

function openWords(
	{ passed, vetoUntil, overdue, readers }: Pick<CaseSummary, 'passed' | 'vetoUntil' | 'overdue' | 'readers'>,
	roles: string,
	now: number
): string {
	if (passed) return m.passing_queue_look({ roles });
	// A tablet without a network has not heard yet that its time is over.
	if (vetoUntil && Date.parse(vetoUntil) <= now) return m.passing_queue_over();
	if (vetoUntil) return m.passing_queue_until({ time: timeOfDay(vetoUntil), roles });
	if (overdue) return m.passing_queue_overdue({ roles });
	if (readers && readers.done.length > 0) {
		return m.passing_queue_readers({ done: readers.done.length, needed: readers.needed, roles });
	}
	return m.queue_state_open({ roles });
}
