/** What tablets state about faults and repairs. Apart from the inspection's: a tablet loads no more than the work in hand needs. */
import { ProposedCause } from '../fault/catalogue';
import { Repair, RepairOutcome } from '../fault/repair';
import { FaultReport } from '../fault/report';

export const MAINTENANCE_BODIES = {
	'fault.reported': FaultReport,
	'repair.recorded': Repair,
	'repair.judged': RepairOutcome,
	/** A cause that the catalogue lacks. */
	'cause.proposed': ProposedCause
} as const;
