/** Which cases still wait for somebody, and whether that could be a person of this role. */
import type { CaseSummary } from '../case';
import type { Role } from '../site';

/** Decided ones wait too, while they can still be stopped. */
export function waitsForSomebody({ state, vetoUntil }: Pick<CaseSummary, 'state' | 'vetoUntil'>): boolean {
	return state !== 'satisfied' || (vetoUntil !== null && vetoUntil !== undefined);
}

/** What somebody of a role is asked to do with a case. `look`: it waits for others; they may read it and comment on it. */
export type Asked = 'decide' | 'sign' | 'stop' | 'look';

export function askedOf(item: Pick<CaseSummary, 'state' | 'vetoUntil' | 'waitingFor'>, role: Role): Asked {
	if (!item.waitingFor.includes(role)) return 'look';
	if (item.vetoUntil) return 'stop';
	if (item.state === 'awaiting-approval') return 'sign';
	return item.state === 'satisfied' ? 'look' : 'decide';
}
