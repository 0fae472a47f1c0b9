/** Where a case stands, in words. */
import type { CaseSummary } from '$lib/domain/case';
import { m } from '$lib/messages';
import { timeOfDay } from './measures';
import { roleWords } from './words';

/** @param now milliseconds since 1970, by the reader's clock */
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
