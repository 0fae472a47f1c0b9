/** What every tablet states, each kind with the schema of its body. Apart from what only the server states: tablets load no more than they need. */
import type { AUDIT_BODIES } from './audit-bodies';
import type { MAINTENANCE_BODIES } from './maintenance-bodies';
import { Approval, RefusedApproval } from '../approval';
import { Capture } from '../capture';
import { Comment } from '../comment';
import { CommittedCall } from '../committed-call';
import { Decision, Withdrawal } from '../decision';
import { SeedAnswer } from '../seeded-check';
import { Id, Instant, Unit } from '../site';
import { Suggestion } from '../suggestion';
import { Veto } from '../veto';
import * as v from 'valibot';

export const TABLET_BODIES = {
	'unit.registered': Unit,
	'session.started': v.object({ personId: Id, startedAt: Instant }),
	'session.ended': v.object({ personId: Id, endedAt: Instant }),
	/** Too many wrong PINs in a row: the tablet takes no more of this person's until somebody vouches for them. */
	'pin.locked': v.object({ personId: Id, wrong: v.pipe(v.number(), v.integer(), v.minValue(1)), at: Instant }),
	/** Somebody who may do so let them try again, at the tablet. */
	'pin.unlocked': v.object({ personId: Id, at: Instant }),
	'capture.recorded': Capture,
	'suggestion.made': Suggestion,
	/** What a person said before they were shown the model's call. */
	'call.committed': CommittedCall,
	'decision.made': Decision,
	'decision.withdrawn': Withdrawal,
	'comment.made': Comment,
	'approval.given': Approval,
	'approval.refused': RefusedApproval,
	'veto.made': Veto,
	/** What a person said to a seeded check: never a decision. */
	'seed.answered': SeedAnswer
} as const;

/** Those of maintenance and audits included, whose schemas are loaded with their work. */
export type TabletEntryType = keyof typeof TABLET_BODIES | keyof typeof MAINTENANCE_BODIES | keyof typeof AUDIT_BODIES;
