/** What somebody at the desk may do, checked again wherever something is changed: a route that forgot to ask opens nothing. */
import type { Actor } from '$lib/domain/ledger';
import { mayDo, type Action } from '$lib/domain/rights';
import { ProblemError } from '../problem';
import type { Account } from './accounts';

/** Throws `forbidden` when the account's role may not do this. */
export function refuseUnlessMay(account: Pick<Account, 'role'>, action: Action): void {
	if (!mayDo(action, account.role)) throw new ProblemError('forbidden', { detail: action });
}

/** Who speaks in an entry that the server makes for somebody at the desk. */
export function inTheNameOf({ personId, role }: Pick<Account, 'personId' | 'role'>): Actor {
	return { personId, role, proof: 'session' };
}
