/** Where a fault stands for those who repair machines. */
import { GOOD } from '../site';
import { outcomeDueAt, type Fault } from './fault';

/** Somebody has to find its cause, to mend it, or to say whether that helped; `waits`: others have to say whether the cause is right. */
export type FaultStep = 'cause' | 'waits' | 'repair' | 'outcome' | 'done';

type Known = Pick<Fault, 'standing' | 'repairs' | 'outcomes'>;

export function stepOf({ standing, repairs, outcomes }: Known): FaultStep {
	if (repairs.length > 0) return outcomeDueAt({ repairs, outcomes }) === null ? 'done' : 'outcome';
	if (!standing || standing.verdict === null || standing.state === 'escalated') return 'cause';
	if (standing.state !== 'satisfied') return 'waits';
	return standing.decidedClass === GOOD || standing.decidedClass === null ? 'done' : 'repair';
}
