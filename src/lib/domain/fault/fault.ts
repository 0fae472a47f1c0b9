/** A fault of a machine: what was reported, and what became of it, folded from the entries about it by the tablet and the server alike. */
import { VERDICTS } from '../decision';
import type { Entry } from '../ledger';
import { Id, Instant } from '../site';
import * as v from 'valibot';
import { Repair, RepairOutcome } from './repair';
import { FaultReport } from './report';

/** When something was said about a fault, by the clock of the device, and by whom; null for the tablet itself. */
const said = { at: Instant, by: v.nullable(Id) };

/** Which cause somebody settled on. `causeId` and `otherCause` are both null where no cause was found, or somebody else is to say. */
export const CauseCall = v.object({
	...said,
	decisionId: Id,
	verdict: v.picklist(VERDICTS),
	causeId: v.nullable(Id),
	/** In the person's words, where the catalogue has none that fits. */
	otherCause: v.nullable(v.string()),
	note: v.string()
});
export type CauseCall = v.InferOutput<typeof CauseCall>;

/** The document of kind `fault`; its id is the report's. */
export const Fault = v.object({
	...said,
	report: FaultReport,
	/** Of the newest suggestion about it; null before there was one. */
	suggestionId: v.nullable(Id),
	call: v.nullable(CauseCall),
	repair: v.nullable(v.object({ ...Repair.entries, ...said })),
	outcome: v.nullable(v.object({ ...RepairOutcome.entries, ...said }))
});
export type Fault = v.InferOutput<typeof Fault>;

/** Where a fault stands: somebody has to find its cause, to mend it, or to say whether that helped. */
export type FaultStep = 'cause' | 'repair' | 'outcome' | 'done';

export function stepOf({ call, repair, outcome }: Pick<Fault, 'call' | 'repair' | 'outcome'>): FaultStep {
	if (outcome) return 'done';
	if (repair) return 'outcome';
	if (!call || call.verdict === 'escalate') return 'cause';
	return call.causeId === null && call.otherCause === null ? 'done' : 'repair';
}

/** The cause that a fault counts as by now: what the outcome says it was after all, or what was settled on and not refuted. */
export function causeOf({ call, outcome }: Pick<Fault, 'call' | 'outcome'>): string | null {
	if (outcome?.causeId) return outcome.causeId;
	return outcome?.helped === 'no' ? null : (call?.causeId ?? null);
}

/**
 * What these entries add to the faults that are known already, in the order they were made. Returns the faults they concern.
 * @param known by the report's id; not changed
 */
export function foldFaults(
	entries: readonly Entry[],
	known: ReadonlyMap<string, Fault> = new Map()
): Map<string, Fault> {
	const faults = new Map<string, Fault>();
	const change = (reportId: string, changed: Partial<Fault>) => {
		const fault = faults.get(reportId) ?? known.get(reportId);
		if (fault) faults.set(reportId, { ...fault, ...changed });
	};
	for (const { type, body, actor, at } of entries) {
		const word = { at, by: actor.personId };
		if (type === 'fault.reported') {
			const begun = { suggestionId: null, call: null, repair: null, outcome: null };
			faults.set(body.id, { ...word, report: body, ...begun });
		} else if (type === 'suggestion.made') {
			if (body.kind === 'fault-cause') change(body.captureId, { suggestionId: body.id });
		} else if (type === 'decision.made') {
			const causeId = body.verdict === 'accept' || body.verdict === 'correct' ? body.class : null;
			const otherCause = body.verdict === 'correct' ? body.otherClass : null;
			const { id: decisionId, verdict, note, captureId } = body;
			change(captureId, { call: { ...word, decisionId, verdict, causeId, otherCause, note } });
		} else if (type === 'decision.withdrawn') {
			for (const [id, { call }] of [...known, ...faults])
				if (call?.decisionId === body.decisionId) change(id, { call: null });
		} else if (type === 'repair.recorded') change(body.reportId, { repair: { ...body, ...word }, outcome: null });
		else if (type === 'repair.judged') change(body.reportId, { outcome: { ...body, ...word } });
	}
	return faults;
}
