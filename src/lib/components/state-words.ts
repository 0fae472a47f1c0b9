/** Where a case stands, in the words people read. */
import type { CaseSummary } from '$lib/domain/case';
import { m } from '$lib/messages';
import { roleWords } from './words';

export function stateWords({ state, waitingFor }: Pick<CaseSummary, 'state' | 'waitingFor'>): string {
	const roles = waitingFor.map(roleWords).join(m.queue_or());
	switch (state) {
		case 'open':
			return m.queue_state_open({ roles });
		case 'escalated':
			return m.queue_state_escalated({ roles });
		case 'disputed':
			return m.queue_state_disputed({ roles });
		case 'awaiting-approval':
			return m.queue_state_awaiting_approval({ roles });
		case 'satisfied':
			return m.queue_state_satisfied();
	}
}
