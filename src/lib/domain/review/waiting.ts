/** Which cases still wait for somebody, and whether that could be a person of this role. */
import type { CaseSummary } from '../case';
import type { Role } from '../site';

/** Decided ones wait too, while they can still be stopped. */
export function waitsForSomebody({ state, vetoUntil }: Pick<CaseSummary, 'state' | 'vetoUntil'>): boolean {
	return state !== 'satisfied' || (vetoUntil !== null && vetoUntil !== undefined);
}

type Spoken = Pick<CaseSummary, 'state' | 'barred' | 'readers' | 'decidedBy'>;

/** Whose answer would not count: those who disagree, whose decision is to be signed, and whoever would read their own call a second time. */
export function barredFrom({ state, barred, readers, decidedBy }: Spoken): readonly string[] {
	if (state === 'open') return readers?.done ?? [];
	if (barred) return barred;
	// Older servers say only who spoke last.
	const settlesOthers = state === 'disputed' || state === 'awaiting-approval';
	return settlesOthers && decidedBy !== null ? [decidedBy] : [];
}

/** What somebody is asked to do with a case. `look`: it waits for others; they may read it and comment on it. */
export type Asked = 'decide' | 'sign' | 'stop' | 'look';

export function askedOf(
	item: Spoken & Pick<CaseSummary, 'vetoUntil' | 'waitingFor'>,
	{ id, role }: { id: string; role: Role }
): Asked {
	if (!item.waitingFor.includes(role) || barredFrom(item).includes(id)) return 'look';
	if (item.vetoUntil) return 'stop';
	if (item.state === 'awaiting-approval') return 'sign';
	return item.state === 'satisfied' ? 'look' : 'decide';
}
