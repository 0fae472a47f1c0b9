/** Where a case stands, as the queue shows it: the same words on the tablet and on the server. */
import type { CaseSummary } from '../case';
import { checkpointAfter, type Checkpoint } from '../checkpoint';
import { confirmedClass, type Decision } from '../decision';
import type { Consequence } from '../policy';
import { keptDecisions, type CaseHistory } from './history';

type Standing = Pick<
	CaseSummary,
	| 'state'
	| 'waitingFor'
	| 'verdict'
	| 'decidedClass'
	| 'decidedBy'
	| 'note'
	| 'mode'
	| 'vetoUntil'
	| 'dueAt'
	| 'overdue'
	| 'readers'
	| 'passed'
	| 'barred'
>;

/** `now` as for `checkpointAfter`. */
export function standingOf(
	consequence: Consequence,
	history: CaseHistory,
	now: string
): { standing: Standing; checkpoint: Checkpoint } {
	const checkpoint = checkpointAfter(consequence, history, now);
	const { state, waitingFor, barred, readers, vetoUntil, dueAt, overdue, final } = checkpoint;
	const hasPassed = final?.because === 'veto-window-passed' || final?.because === 'autonomous';
	// While another reader still has to decide, nobody is told what the first one said.
	const isBlind = state === 'open' && readers.needed > 1;
	const last = isBlind ? undefined : keptDecisions(history).at(-1);
	const standing: Standing = {
		state,
		waitingFor: [...waitingFor],
		verdict: last?.decision.verdict ?? null,
		decidedClass: last ? decidedClass(last.decision) : null,
		decidedBy: last?.by.personId ?? null,
		note: last?.decision.note ?? '',
		mode: consequence.mode,
		...(consequence.mode === 'on-the-loop' && { vetoUntil }),
		...(consequence.timeLimitS !== null && { dueAt }),
		...(overdue && { overdue }),
		...(consequence.readers > 1 && { readers: { needed: readers.needed, done: [...readers.done] } }),
		...(hasPassed && { passed: true }),
		...(barred.length > 0 && state !== 'satisfied' && { barred: [...barred] })
	};
	return { standing, checkpoint };
}

function decidedClass(decision: Decision): string | null {
	if (decision.verdict === 'correct' && decision.class === null) return decision.otherClass;
	return confirmedClass(decision);
}
