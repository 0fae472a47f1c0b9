/** Where the fault in hand stands for the person who has it, told from its draft alone. */
import type { Route } from '$lib/domain/policy';
import type { StoredPhoto } from '$lib/local-db';
import type { FaultDraft } from './draft';

/** What the fault in hand asks of the person; `thinking` while the model does. */
export type FaultPhase = 'none' | 'symptoms' | 'thinking' | 'commit' | 'judge' | 'repair';

/** What has just been said; a decision can still be taken back for a time, and what was thrown away is still there. */
export interface SavedWord {
	kind: 'decided' | 'repaired' | 'reported' | 'discarded';
	draft: FaultDraft;
	/** Of a report that was thrown away. */
	files: readonly StoredPhoto[];
	/** Milliseconds on `performance.now()`'s clock. */
	until: number;
}

export function phaseOf(draft: FaultDraft | null, isThinking: boolean): FaultPhase {
	if (!draft) return 'none';
	if (!draft.report) return 'symptoms';
	if (draft.decision || draft.settledCause !== null) return 'repair';
	if (draft.asksFirst && !draft.committed) return 'commit';
	return isThinking || !draft.suggestion ? 'thinking' : 'judge';
}

/** The cause that is being mended: an id of the catalogue, or words; null while there is none. */
export function settledCauseOf({ decision, settledCause }: FaultDraft): string | null {
	if (decision?.verdict === 'accept') return decision.class;
	if (decision?.verdict === 'correct') return decision.class ?? decision.otherClass;
	return settledCause;
}

/** Somebody else has to read it, or to sign it, before anything is done. */
export function waitsForOthers({ consequence }: Route): boolean {
	return consequence.readers > 1 || consequence.approvedBy !== null;
}
