/** What became final: the last action on each suggestion, and the cases whose action has to be looked at. */
import type { FinalizedAction, WithdrawnAction } from '$lib/domain/action';
import type { Checkpoint } from '$lib/domain/checkpoint';
import type { CaseSummary } from '$lib/wire';
import type { WorkingCopy } from './working-copy';

export function recordFinalized(copy: WorkingCopy, position: number, action: FinalizedAction): void {
	const { id, suggestionId: suggestion } = action;
	copy.actions.put({ site: copy.site, suggestion, id, state: 'final', position, json: JSON.stringify(action) });
}

export async function recordWithdrawn(
	copy: WorkingCopy,
	position: number,
	{ actionId, suggestionId }: WithdrawnAction
): Promise<void> {
	const known = await copy.actions.get(suggestionId);
	if (known?.id !== actionId) return;
	copy.actions.put({ ...known, state: 'withdrawn', position });
}

/** The part of a case that says what is to be done, where that is final. */
export async function finalDisposition(
	copy: WorkingCopy,
	suggestionId: string
): Promise<Pick<CaseSummary, 'disposition'>> {
	const action = await copy.actions.get(suggestionId);
	if (action?.state !== 'final') return {};
	const final = JSON.parse(action.json) as FinalizedAction;
	return final.kind === 'disposition' ? { disposition: final.disposition } : {};
}

/** Has the case looked at where something is final or was: at once; and where it passes by itself, when its veto window ends. */
export async function lookAgain(
	copy: WorkingCopy,
	suggestionId: string,
	{ final, vetoUntil }: Pick<Checkpoint, 'final' | 'vetoUntil'>
): Promise<void> {
	const isOrWasFinal = final !== null || (await copy.actions.get(suggestionId))?.state === 'final';
	if (!isOrWasFinal && vetoUntil === null) return;
	copy.unsettled.put({ site: copy.site, suggestion: suggestionId, look_at: isOrWasFinal ? '' : (vetoUntil ?? '') });
}
