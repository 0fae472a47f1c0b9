/** Commit before reveal, as the server holds people to it: the own call first, once, and before the model's was seen. */
import { checkpointAfter } from '$lib/domain/checkpoint';
import { needsCommittedCall, type CommittedCall } from '$lib/domain/committed-call';
import type { Decision } from '$lib/domain/decision';
import type { Actor, QuarantineReason } from '$lib/domain/ledger';
import { committedBy, readCase, routeOf, type WorkingCopy } from '../projections';

type By = Pick<Actor, 'personId'>;

export async function commitFault(
	copy: WorkingCopy,
	{ personId }: By,
	{ captureId, suggestionId }: CommittedCall
): Promise<QuarantineReason | null> {
	const before = await committedBy(copy, captureId);
	const own = (await copy.decisionsOn(suggestionId)).filter(({ person }) => person === personId);
	const hasSeen = own.some(({ json }) => (JSON.parse(json) as Decision).shownAt !== null);
	return hasSeen || (personId !== null && before.includes(personId)) ? 'committed-late' : null;
}

/** Whether a decision lacks the committed call that it should follow, by the same person on the same capture. */
export async function lacksCommittedCall(
	copy: WorkingCopy,
	{ personId }: By,
	decision: Decision,
	receivedAt: string
): Promise<boolean> {
	if (!needsCommittedCall(decision) || !(await isAskedFirst(copy, personId, decision, receivedAt))) return false;
	return personId === null || !(await committedBy(copy, decision.captureId)).includes(personId);
}

async function isAskedFirst(
	copy: WorkingCopy,
	personId: string | null,
	decision: Decision,
	receivedAt: string
): Promise<boolean> {
	if (decision.reveal === 'commit-first') return true;
	const route = await routeOf(copy, decision.suggestionId);
	if (route?.byPolicy.reveal !== 'commit-first') return false;
	// A tablet that had not heard of the newer policy yet acted in good faith under the one it names.
	if (route.policyVersion === null || decision.policyVersion < route.policyVersion) return false;
	// Whoever a case was handed to decides it with everything on the table.
	return !(await isHandedTo(copy, personId, decision.suggestionId, receivedAt));
}

/** Whether others have handed the case over, by a word or by disagreeing about it. */
async function isHandedTo(
	copy: WorkingCopy,
	personId: string | null,
	suggestionId: string,
	receivedAt: string
): Promise<boolean> {
	const known = await readCase(copy, suggestionId);
	if (!known) return false;
	const { state, barred } = checkpointAfter(known.facts.consequence, known.history, receivedAt);
	if (state === 'disputed') return !barred.includes(personId ?? '');
	return known.history.events.some((event) => {
		if (event.type === 'veto.made') return true;
		if (event.type !== 'decision.made' || known.history.withdrawn.has(event.body.id)) return false;
		return event.by.personId !== personId && event.body.verdict === 'escalate';
	});
}
