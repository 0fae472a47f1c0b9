/** A fault: its report, and what the model and people have said about it since. Pulled by tablets as history, as open work and to learn from. */
import * as v from 'valibot';
import { CaseSummary } from '../case';
import { GOOD, Id, Instant } from '../site';
import { Candidate } from '../suggestion';
import { MachineFacts } from './asset-state';
import { ProposedCause, SettledCause } from './catalogue';
import type { FaultCase, FaultFacts } from './causes';
import { Repair, RepairOutcome } from './repair';
import { FaultReport } from './report';

/** Asked after so long at the latest; at a visit before that, it is asked then. */
export const ASK_OUTCOME_AFTER_MS = 3 * 24 * 60 * 60 * 1000;

/** Who said it, and when by the clock of their device. */
const said = { by: v.nullable(Id), at: Instant };

export const RecordedRepair = v.object({ ...Repair.entries, ...said });
export type RecordedRepair = v.InferOutput<typeof RecordedRepair>;
export const RecordedOutcome = v.object({ ...RepairOutcome.entries, ...said });
export type RecordedOutcome = v.InferOutput<typeof RecordedOutcome>;

/** The suggestion's case, as far as a fault needs it. */
export const FaultStanding = v.object({
	...v.pick(CaseSummary, ['state', 'waitingFor', 'verdict', 'decidedClass', 'decidedBy']).entries,
	/** When the last decision was received; null before there is one, and while another reader has to decide. */
	decidedAt: v.nullable(Instant)
});
export type FaultStanding = v.InferOutput<typeof FaultStanding>;

/** Named by its report's id. */
export const Fault = v.object({
	report: FaultReport,
	...said,
	deviceId: Id,
	/** The machine when it was reported. */
	machine: MachineFacts,
	/** The newest suggestion and where its checkpoint stands; null before there is one. */
	suggestion: v.nullable(v.object({ id: Id, candidates: v.array(Candidate) })),
	standing: v.nullable(FaultStanding),
	/** Oldest first, as are the outcomes. */
	repairs: v.array(RecordedRepair),
	outcomes: v.array(RecordedOutcome),
	/** The cause that what somebody found, and the catalogue lacked, was taken in as. */
	takenInAs: v.nullable(Id)
});
export type Fault = v.InferOutput<typeof Fault>;

/** A cause that the catalogue lacks, and what a lead made of it. */
export const ProposedCauseDocument = v.object({
	...ProposedCause.entries,
	...said,
	settled: v.nullable(v.object({ ...v.omit(SettledCause, ['proposedId']).entries, ...said }))
});
export type ProposedCauseDocument = v.InferOutput<typeof ProposedCauseDocument>;

type Known = Pick<Fault, 'standing' | 'takenInAs'>;

/** The catalogue's cause that people confirmed; null while they have not, and where nothing was wrong or what was is not in the catalogue. */
export function confirmedCause({ standing, takenInAs }: Known): string | null {
	if (standing?.state !== 'satisfied' || standing.decidedClass === GOOD) return null;
	return takenInAs ?? standing.decidedClass;
}

/** What the model may learn from it: the outcome counts before what was confirmed. Null for nothing. */
export function lessonOf(fault: Known & Pick<Fault, 'outcomes'>): { causeId: string; weight: number } | null {
	const outcome = fault.outcomes.at(-1);
	const causeId = outcome?.causeId ?? (outcome?.helped === 'no' ? null : confirmedCause(fault));
	if (causeId === null) return null;
	return { causeId, weight: outcome?.helped === 'partly' ? 0.5 : 1 };
}

/** When to ask whether the last repair helped, ISO 8601; null where there is none, or it was answered. */
export function outcomeDueAt({ repairs, outcomes }: Pick<Fault, 'repairs' | 'outcomes'>): string | null {
	const repair = repairs.at(-1);
	if (!repair || outcomes.some(({ repairId }) => repairId === repair.id)) return null;
	return new Date(Date.parse(repair.at) + ASK_OUTCOME_AFTER_MS).toISOString();
}

/** What the model is asked about it; `photo` are the features of its first photo. */
export function faultFacts({ report, at, machine }: Fault, photo: Float32Array | null = null): FaultFacts {
	const moment = Date.parse(at);
	return {
		assetKind: machine.kind,
		assetAgeYears: machine.ageYears,
		symptoms: report.symptoms,
		codes: report.codes.map(({ code, at: seen }) => ({
			code,
			hoursBefore: Math.max(0, moment - Date.parse(seen)) / 3_600_000
		})),
		text: report.text,
		componentAgeDays: machine.componentAgeDays,
		photo
	};
}

/** The fault as a case to learn from; null where it teaches nothing. A cause that is not in the catalogue is for the reader to leave out. */
export function asFaultCase(fault: Fault): FaultCase | null {
	const lesson = lessonOf(fault);
	if (!lesson) return null;
	const confirmedAt = fault.standing?.decidedAt ?? fault.outcomes.at(-1)?.at ?? fault.at;
	return { reportId: fault.report.id, facts: faultFacts(fault), ...lesson, confirmedAt };
}
