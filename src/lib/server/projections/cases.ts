/** A case: one suggestion, the capture it is about, and where its checkpoint stands. */
import type { Capture } from '$lib/domain/capture';
import { nextMoment, type CaseHistory } from '$lib/domain/checkpoint';
import { standingOf } from '$lib/domain/checkpoint/summary';
import type { Decision } from '$lib/domain/decision';
import type { FaultStanding } from '$lib/domain/fault/fault';
import type { StoredPhoto } from '$lib/domain/ledger';
import {
	factsOf,
	faultFactsOf,
	FIRST_POLICY,
	route,
	tighten,
	type Consequence,
	type RoutingFacts
} from '$lib/domain/policy';
import type { Role } from '$lib/domain/site';
import { partIdOf } from '$lib/domain/subject';
import type { Suggestion } from '$lib/domain/suggestion';
import type { CaseSummary } from '$lib/wire';
import type { OversightRow } from '../db';
import { finalDisposition, lookAgain } from './actions';
import { readCase, type CaseFacts } from './case-history';
import { isTightened } from './checks';
import { recordFaultStanding, recordFaultSuggestion } from './faults';
import type { Statement } from './project';
import { subjectText } from './subject-text';
import type { WorkingCopy } from './working-copy';

/** Of the entry that changes something. */
export interface Moment {
	position: number;
	/** ISO 8601, by the server's clock: projections know no other time, so that they can be rebuilt. */
	receivedAt: string;
}

interface By {
	personId: string;
	role: Role;
}

export async function recordCapture(
	copy: WorkingCopy,
	device: string,
	{ at, receivedAt }: { at: string; receivedAt: string },
	capture: Capture
): Promise<void> {
	copy.captures.put({
		site: copy.site,
		id: capture.id,
		device,
		photo: capture.photo.sha256,
		part: partIdOf(capture.subject),
		subject_text: await subjectText(copy, capture.subject),
		area: capture.areaId,
		at,
		received_at: receivedAt,
		sample: capture.sample ? 1 : 0
	});
}

/** Routes the suggestion under the policy in force on the server when it arrived: never under one the tablet names. */
export async function recordSuggestion(
	copy: WorkingCopy,
	moment: Moment,
	at: string,
	person: string | null,
	suggestion: Suggestion
): Promise<void> {
	const best = suggestion.candidates[0];
	const facts: CaseFacts = {
		suggestedClass: best?.class ?? null,
		confidence: best?.probability ?? null,
		receivedAt: moment.receivedAt,
		...(await routeFor(copy, at, person, suggestion))
	};
	copy.suggestions.put({
		site: copy.site,
		id: suggestion.id,
		capture: suggestion.captureId,
		json: JSON.stringify(facts),
		state: null,
		changed_position: moment.position,
		due_at: null
	});
	copy.expectNoOversight(suggestion.id);
	if (suggestion.kind === 'fault-cause') await recordFaultSuggestion(copy, moment, suggestion);
	await updateCase(copy, moment, suggestion.id);
}

export async function recordDecision(
	copy: WorkingCopy,
	moment: Moment,
	at: string,
	by: By,
	decision: Decision
): Promise<void> {
	copy.decisions.put({
		site: copy.site,
		id: decision.id,
		suggestion: decision.suggestionId,
		position: moment.position,
		person: by.personId,
		role: by.role,
		at,
		received_at: moment.receivedAt,
		withdrawn: 0,
		json: JSON.stringify(decision)
	});
	if (await isTightened(copy, by.personId)) await tightenCase(copy, decision.suggestionId);
	await updateCase(copy, moment, decision.suggestionId);
}

/**
 * Whoever took the photo: a decision of somebody whose oversight is tightened is not enough. What passes by itself, or is final, rests on
 * nobody's decision any more.
 */
async function tightenCase(copy: WorkingCopy, suggestionId: string): Promise<void> {
	const suggestion = await copy.suggestions.get(suggestionId);
	if (!suggestion || suggestion.state === 'satisfied') return;
	const facts = JSON.parse(suggestion.json) as CaseFacts;
	const { consequence } = facts;
	if (facts.untightened || consequence.mode !== 'in-the-loop') return;
	const tightened: CaseFacts = { ...facts, consequence: tighten(consequence), untightened: consequence };
	copy.suggestions.put({ ...suggestion, json: JSON.stringify(tightened) });
}

export async function withdrawDecision(copy: WorkingCopy, moment: Moment, decisionId: string): Promise<void> {
	const decision = await copy.decisions.get(decisionId);
	if (!decision) return;
	copy.decisions.put({ ...decision, withdrawn: 1 });
	await updateCase(copy, moment, decision.suggestion);
}

/** What is said about a case besides decisions; `by` is null where the server itself says it. */
export async function recordOversight(
	copy: WorkingCopy,
	moment: Moment,
	by: By | null,
	{ type, body }: Extract<Statement, { type: OversightRow['type'] }>
): Promise<void> {
	copy.oversight.put({
		site: copy.site,
		position: moment.position,
		suggestion: body.suggestionId,
		type,
		person: by?.personId ?? null,
		role: by?.role ?? null,
		received_at: moment.receivedAt,
		json: JSON.stringify(body)
	});
	await updateCase(copy, moment, body.suggestionId);
}

/** A photo that arrives changes every case that waited for it. */
export async function recordPhoto(
	copy: WorkingCopy,
	moment: Moment,
	{ sha256, mediaType, bytes, deviceId }: StoredPhoto
): Promise<void> {
	const { tx, site } = copy;
	if (!(await copy.photos.get(sha256))) {
		copy.photos.put({ site, sha256, media_type: mediaType, bytes, device: deviceId, received_at: moment.receivedAt });
	}
	// Looks for the captures of a photo in the store, so the store has to know all of them.
	await copy.save();
	const rows = await tx
		.selectFrom('captures')
		.innerJoin('suggestions', (join) =>
			join.onRef('suggestions.site', '=', 'captures.site').onRef('suggestions.capture', '=', 'captures.id')
		)
		.select('suggestions.id')
		.where('captures.site', '=', site)
		.where('captures.photo', '=', sha256)
		.execute();
	for (const { id } of rows) await updateCase(copy, moment, id);
}

/** Derives the case anew from what is on record about it. */
export async function updateCase(copy: WorkingCopy, moment: Moment, suggestionId: string): Promise<void> {
	const known = await readCase(copy, suggestionId);
	if (!known) return;
	const { suggestion, capture, facts, history } = known;
	const photo = await copy.photos.get(capture.photo);
	const { standing, checkpoint } = standingOf(facts.consequence, history, moment.receivedAt);
	const summary: CaseSummary = {
		suggestionId,
		captureId: capture.id,
		deviceId: capture.device,
		partId: capture.part,
		subjectText: capture.subject_text,
		photo: capture.photo,
		// A fault may be reported without one: then none is waited for.
		photoArrived: photo !== null || capture.photo === '',
		suggestedClass: facts.suggestedClass,
		confidence: facts.confidence,
		...standing,
		...(facts.ruleId !== undefined && { ruleId: facts.ruleId }),
		at: capture.at,
		...(capture.received_at !== null && { receivedAt: capture.received_at }),
		sample: capture.sample === 1,
		...(await finalDisposition(copy, suggestionId)),
		areaId: capture.area,
		...orderingFacts(facts),
		...machineOf(facts)
	};
	await lookAgain(copy, suggestionId, checkpoint);
	copy.suggestions.put({
		...suggestion,
		state: summary.state,
		changed_position: moment.position,
		due_at: nextMoment(checkpoint)
	});
	copy.putDocument(moment.position, 'case', suggestionId, summary);
	if (summary.kind !== 'fault-cause') return;
	const about = { reportId: capture.id, suggestionId };
	await recordFaultStanding(copy, moment, about, faultStanding(summary, history));
}

/** How the suggestion was routed when it arrived; null for one that is not on record. */
export async function routeOf(
	copy: WorkingCopy,
	suggestionId: string
): Promise<{ consequence: Consequence; byPolicy: Consequence; policyVersion: number | null } | null> {
	const suggestion = await copy.suggestions.get(suggestionId);
	if (!suggestion) return null;
	const { consequence, untightened, policyVersion = null } = JSON.parse(suggestion.json) as CaseFacts;
	return { consequence, byPolicy: untightened ?? consequence, policyVersion };
}

async function routeFor(
	copy: WorkingCopy,
	at: string,
	person: string | null,
	suggestion: Suggestion
): Promise<Pick<CaseFacts, 'consequence' | 'untightened' | 'policyVersion' | 'ruleId' | 'facts'>> {
	const policy = (await copy.readDocument('policy', 'current')) ?? FIRST_POLICY;
	const { suggestionId, ...facts } = await askedAbout(copy, at, person, suggestion);
	const { consequence, policyVersion, rule } = route(policy, { suggestionId, ...facts });
	const routed = { policyVersion, ruleId: rule?.id ?? null, facts };
	if (!(await isTightened(copy, person))) return { ...routed, consequence };
	const tightened = route(policy, { suggestionId, ...facts, tightened: true });
	return { ...routed, consequence: tightened.consequence, untightened: consequence };
}

/** What the policy is asked about, from what the register and the catalogue say at this moment. */
async function askedAbout(
	copy: WorkingCopy,
	at: string,
	person: string | null,
	suggestion: Suggestion
): Promise<RoutingFacts> {
	const fault = suggestion.kind === 'fault-cause' && (await copy.readDocument('fault', suggestion.captureId));
	if (fault) {
		const catalogue = await copy.readDocument('fault-catalogue', 'current');
		return faultFactsOf(suggestion, { assetId: fault.report.assetId, catalogue }, person, at);
	}
	const capture = await copy.captures.get(suggestion.captureId);
	const part = capture?.part ? await copy.readDocument('part', capture.part) : null;
	return factsOf(suggestion, part, person, at);
}

/** What of the suggestion orders the review desk. */
function orderingFacts({ facts }: CaseFacts): Pick<CaseSummary, 'severity' | 'novelty' | 'setSize'> {
	return facts ? { severity: facts.severity, novelty: facts.novelty, setSize: facts.setSize } : {};
}

/** Said only of cases that are about a machine. */
function machineOf({ facts }: CaseFacts): Pick<CaseSummary, 'kind' | 'assetId'> {
	if (facts?.kind !== 'fault-cause') return {};
	return { kind: facts.kind, ...(facts.asset !== null && { assetId: facts.asset }) };
}

function faultStanding(
	{ state, waitingFor, verdict, decidedClass, decidedBy }: CaseSummary,
	{ events }: CaseHistory
): FaultStanding {
	const last = events.findLast(({ type }) => type === 'decision.made');
	return {
		...{ state, waitingFor, verdict, decidedClass, decidedBy },
		decidedAt: decidedBy === null ? null : (last?.receivedAt ?? null)
	};
}
