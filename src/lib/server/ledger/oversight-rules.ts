/** Who may sign, refuse or stop a case, as the server holds people to it: only whom its policy asks, and only for what is on record. */
import type { Approval, RefusedApproval } from '$lib/domain/approval';
import { checkpointAfter, decidersOf, matterNow, vetoEnd } from '$lib/domain/checkpoint';
import type { Actor, QuarantineReason } from '$lib/domain/ledger';
import type { Veto } from '$lib/domain/veto';
import { readCase, type WorkingCopy } from '../projections';

/** The rule that a signature, or the refusal of one, breaks. `receivedAt` is ISO 8601 by the server's clock. */
export async function approvalFault(
	copy: WorkingCopy,
	{ personId, role }: Pick<Actor, 'personId' | 'role'>,
	{ id, suggestionId, signed }: Approval | RefusedApproval,
	receivedAt: string
): Promise<QuarantineReason | null> {
	const known = await readCase(copy, suggestionId);
	if (!known) return 'unknown-suggestion';
	const { facts, history } = known;
	const { approvedBy } = facts.consequence;
	if (approvedBy === null || role !== approvedBy || personId === null) return 'not-asked';
	if (decidersOf(history).has(personId)) return 'own-decision';
	if (isTaken(history.events, id)) return 'id-taken';
	if (signed !== matterNow(history)) return 'signed-something-else';
	const { state, final } = checkpointAfter(facts.consequence, history, receivedAt);
	// Of two who sign at the same time, both have.
	return state === 'awaiting-approval' || final?.because === 'approved' ? null : 'not-asked';
}

/** The rule that a veto breaks. */
export async function vetoFault(
	copy: WorkingCopy,
	{ role }: Pick<Actor, 'role'>,
	{ id, suggestionId }: Veto,
	receivedAt: string
): Promise<QuarantineReason | null> {
	const known = await readCase(copy, suggestionId);
	if (!known) return 'unknown-suggestion';
	const { facts, history } = known;
	const { consequence } = facts;
	const until = vetoEnd(consequence, history);
	if (consequence.mode !== 'on-the-loop' || role !== consequence.vetoBy || until === null) return 'not-asked';
	if (isTaken(history.events, id)) return 'id-taken';
	return Date.parse(receivedAt) < Date.parse(until) ? null : 'veto-too-late';
}

function isTaken(events: readonly { body: object }[], id: string): boolean {
	return events.some(({ body }) => 'id' in body && body.id === id);
}
