import type { Consequence, IN_THE_LOOP } from './policy';

/** What holds for somebody whose oversight was tightened, whatever the policy says: they decide first and unseen, and a second person too. */
export function tighten({ decidedBy, approvedBy, escalateTo, timeLimitS }: Consequence): typeof IN_THE_LOOP {
	return { mode: 'in-the-loop', reveal: 'commit-first', readers: 2, decidedBy, approvedBy, escalateTo, timeLimitS };
}
