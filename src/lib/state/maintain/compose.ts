/** What the maintain screen puts on record and asks the policy, from what the person saw and did. */
import type { Decision } from '$lib/domain/decision';
import type { Cause, ProposedCause } from '$lib/domain/fault/catalogue';
import { machineAt, type AssetState } from '$lib/domain/fault/asset-state';
import type { FaultFacts } from '$lib/domain/fault/causes';
import { faultFacts, type Fault } from '$lib/domain/fault/fault';
import { MAX_WORDS, type Repair } from '$lib/domain/fault/repair';
import type { FaultReport } from '$lib/domain/fault/report';
import { asksFirst, faultFactsBefore, faultFactsOf, route, type Policy, type Route } from '$lib/domain/policy';
import type { Asset } from '$lib/domain/site';
import type { Suggestion } from '$lib/domain/suggestion';
import { newId } from '$lib/device';
import { composeDecision, type Call } from '../inspect/compose';
import type { Statement } from '../recorder';
import type { FaultDraft } from './draft';

/** Who is asked about a fault's cause, and when. */
export interface Asked {
	policy: Policy;
	personId: string | null;
	/** ISO 8601. */
	at: string;
	/** That person's oversight is tightened. */
	tightened: boolean;
}

/** Whether the person's own call comes before the model's is shown. */
export function isCauseAskedFirst(
	{ assetId, suggestionId }: Pick<FaultDraft, 'assetId' | 'suggestionId'>,
	causes: readonly Cause[],
	{ policy, personId, at, tightened }: Asked
): boolean {
	return asksFirst(policy, {
		...faultFactsBefore({ assetId, causes: [...causes] }, suggestionId, personId, at),
		tightened
	});
}

export function routeCause(
	suggestion: Suggestion,
	assetId: string,
	causes: Cause[],
	{ policy, personId, at, tightened }: Asked
): Route {
	const facts = faultFactsOf(suggestion, { assetId, catalogue: { causes } }, personId, at);
	return route(policy, { ...facts, tightened });
}

export function reportOf(draft: FaultDraft, asset: Asset, catalogueVersion: number): FaultReport {
	const { reportId, assetId, scanned, symptoms, codes, text, photos, sounds } = draft;
	const said = { symptoms, codes, text: text.trim(), photos, sounds };
	return { id: reportId, assetId, scanned, ...said, catalogueVersion, sample: asset.sample };
}

/** Nothing at all is no report. */
export function isEmptyReport({ symptoms, codes, text, photos, sounds }: FaultDraft): boolean {
	return symptoms.length + codes.length + photos.length + sounds.length === 0 && text.trim() === '';
}

/** What the model is asked about a report. @param at when it was made, ISO 8601 */
export function factsOfReport(report: FaultReport, asset: Asset, state: AssetState, at: string): FaultFacts {
	const nothing = {
		by: null,
		deviceId: '',
		suggestion: null,
		standing: null,
		repairs: [],
		outcomes: [],
		takenInAs: null
	};
	const fault: Fault = { report, at, machine: machineAt(asset, state, at), ...nothing };
	return faultFacts(fault);
}

/** What a person says to the causes: a decision as of an inspection, or a cause that the catalogue lacks. */
export type CauseDecision =
	Call | { verdict: 'correct'; proposes: Pick<ProposedCause, 'name' | 'component'>; note: string };

/**
 * The decision, and in the order of the ledger what goes on record with it: what the model said comes before it where it is not there yet.
 * @throws NothingToAccept
 */
export function decisionStatements(
	call: CauseDecision,
	{ report, suggestion, route: met, asksFirst: asked, shownAt, isSuggested }: DecidableDraft,
	assetKind: string | null
): { decision: Decision; statements: Statement[] } {
	const proposed = 'proposes' in call ? call.proposes : null;
	const said: Call =
		'proposes' in call ? { verdict: 'correct', class: null, otherClass: call.proposes.name, note: call.note } : call;
	const context = { id: newId(), capture: report, suggestion, route: met, asksFirst: asked, shownAt };
	const decision = composeDecision(said, context);
	const statements: Statement[] = [{ type: 'decision.made', body: decision }];
	if (!isSuggested) statements.unshift({ type: 'suggestion.made', body: suggestion });
	if (proposed) {
		const body = { id: newId(), ...proposed, note: decision.note.slice(0, MAX_WORDS), reportId: report.id, assetKind };
		statements.push({ type: 'cause.proposed', body });
	}
	return { decision, statements };
}

/** A fault that the model has spoken about. */
export interface DecidableDraft extends FaultDraft {
	report: FaultReport;
	suggestion: Suggestion;
	route: Route;
}

/** @param minutesSpent by the stopwatch, where nobody typed them */
export function repairOf(id: string, { reportId, suggestionId, repair }: FaultDraft, minutesSpent: number): Repair {
	const own = repair.ownRemedy.trim();
	return {
		id,
		reportId,
		suggestionId,
		remedies: [...repair.remedies, ...(own === '' ? [] : [own])],
		parts: repair.parts,
		replaced: repair.replaced,
		minutes: repair.minutes ?? minutesSpent,
		note: repair.note.trim()
	};
}

/** How long the stopwatch has counted, whole minutes, at least one. */
export function minutesSince(begunAt: string, now: number): number {
	return Math.min(7 * 24 * 60, Math.max(1, Math.round((now - Date.parse(begunAt)) / 60_000)));
}
