/** A case: one suggestion, the capture it is about, and where its checkpoint stands. */
import type { Capture } from '$lib/domain/capture';
import { checkpointAfter, type MadeDecision } from '$lib/domain/checkpoint';
import { confirmedClass, type Decision } from '$lib/domain/decision';
import type { StoredPhoto } from '$lib/domain/ledger';
import { factsOf, FIRST_POLICY, route, tighten, type Consequence, type RoutingFacts } from '$lib/domain/policy';
import type { Role } from '$lib/domain/site';
import { partIdOf, type Subject } from '$lib/domain/subject';
import type { Suggestion } from '$lib/domain/suggestion';
import type { CaseSummary } from '$lib/wire';
import type { CaptureRow } from '../db';
import { isTightened } from './checks';
import type { WorkingCopy } from './working-copy';

/** What a case needs of its suggestion, kept so that a decision never has to read the ledger. */
export interface CaseFacts {
	suggestedClass: string | null;
	confidence: number | null;
	consequence: Consequence;
	/** As the policy alone has it, where somebody's oversight was tightened: what those are held to who could not know that yet. */
	untightened?: Consequence;
	/** Of the policy that the consequence is from; cases of older servers do not say. */
	policyVersion?: number;
	/** What the policy was asked about, for simulations; cases of older servers leave it to the entry. */
	facts?: Omit<RoutingFacts, 'suggestionId'>;
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
		at,
		received_at: receivedAt,
		sample: capture.sample ? 1 : 0
	});
}

/** Routes the suggestion under the policy in force on the server when it arrived: never under one the tablet names. */
export async function recordSuggestion(
	copy: WorkingCopy,
	position: number,
	at: string,
	person: string | null,
	suggestion: Suggestion
): Promise<void> {
	const best = suggestion.candidates[0];
	const facts: CaseFacts = {
		suggestedClass: best?.class ?? null,
		confidence: best?.probability ?? null,
		...(await routeFor(copy, at, person, suggestion))
	};
	copy.suggestions.put({
		site: copy.site,
		id: suggestion.id,
		capture: suggestion.captureId,
		json: JSON.stringify(facts),
		state: null,
		changed_position: position
	});
	await updateCase(copy, position, suggestion.id);
}

export async function recordDecision(
	copy: WorkingCopy,
	position: number,
	at: string,
	by: { personId: string; role: Role },
	decision: Decision
): Promise<void> {
	copy.decisions.put({
		site: copy.site,
		id: decision.id,
		suggestion: decision.suggestionId,
		position,
		person: by.personId,
		role: by.role,
		at,
		withdrawn: 0,
		json: JSON.stringify(decision)
	});
	if (await isTightened(copy, by.personId)) await tightenCase(copy, decision.suggestionId);
	await updateCase(copy, position, decision.suggestionId);
}

/** Whoever took the photo: a decision of somebody whose oversight is tightened is not enough. */
async function tightenCase(copy: WorkingCopy, suggestionId: string): Promise<void> {
	const suggestion = await copy.suggestions.get(suggestionId);
	if (!suggestion) return;
	const facts = JSON.parse(suggestion.json) as CaseFacts;
	if (facts.untightened) return;
	const { consequence } = facts;
	const tightened: CaseFacts = { ...facts, consequence: tighten(consequence), untightened: consequence };
	copy.suggestions.put({ ...suggestion, json: JSON.stringify(tightened) });
}

export async function withdrawDecision(copy: WorkingCopy, position: number, decisionId: string): Promise<void> {
	const decision = await copy.decisions.get(decisionId);
	if (!decision) return;
	copy.decisions.put({ ...decision, withdrawn: 1 });
	await updateCase(copy, position, decision.suggestion);
}

/** A photo that arrives changes every case that waited for it. */
export async function recordPhoto(
	copy: WorkingCopy,
	position: number,
	receivedAt: string,
	{ sha256, mediaType, bytes, deviceId }: StoredPhoto
): Promise<void> {
	const { tx, site } = copy;
	if (!(await copy.photos.get(sha256))) {
		copy.photos.put({ site, sha256, media_type: mediaType, bytes, device: deviceId, received_at: receivedAt });
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
	for (const { id } of rows) await updateCase(copy, position, id);
}

async function updateCase(copy: WorkingCopy, position: number, suggestionId: string): Promise<void> {
	const suggestion = await copy.suggestions.get(suggestionId);
	// A suggestion may outlive a capture that was quarantined: without a photo there is nothing to show a person.
	const capture = suggestion && (await copy.captures.get(suggestion.capture));
	if (!capture) return;
	const rows = await copy.decisionsOn(suggestionId);
	const made = rows.map((row) => ({
		decision: JSON.parse(row.json) as Decision,
		by: { personId: row.person, role: row.role as Role }
	}));
	const withdrawn = new Set(rows.filter((row) => row.withdrawn === 1).map((row) => row.id));
	const photo = await copy.photos.get(capture.photo);
	const facts = JSON.parse(suggestion.json) as CaseFacts;
	const summary = summarize(suggestionId, capture, facts, made, withdrawn, photo !== null);
	copy.suggestions.put({ ...suggestion, state: summary.state, changed_position: position });
	copy.putDocument(position, 'case', suggestionId, summary);
}

function summarize(
	suggestionId: string,
	capture: CaptureRow,
	facts: CaseFacts,
	made: readonly MadeDecision[],
	withdrawn: ReadonlySet<string>,
	photoArrived: boolean
): CaseSummary {
	const checkpoint = checkpointAfter(facts.consequence, made, withdrawn);
	const last = made.findLast(({ decision }) => !withdrawn.has(decision.id));
	return {
		suggestionId,
		captureId: capture.id,
		deviceId: capture.device,
		partId: capture.part,
		subjectText: capture.subject_text,
		photo: capture.photo,
		photoArrived,
		suggestedClass: facts.suggestedClass,
		confidence: facts.confidence,
		state: checkpoint.state,
		waitingFor: checkpoint.state === 'satisfied' ? [] : [...checkpoint.waitingFor],
		verdict: last?.decision.verdict ?? null,
		decidedClass: last ? decidedClass(last.decision) : null,
		decidedBy: last?.by.personId ?? null,
		note: last?.decision.note ?? '',
		at: capture.at,
		...(capture.received_at === null ? {} : { receivedAt: capture.received_at }),
		sample: capture.sample === 1
	};
}

function decidedClass(decision: Decision): string | null {
	if (decision.verdict === 'correct' && decision.class === null) return decision.otherClass;
	return confirmedClass(decision);
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
): Promise<Pick<CaseFacts, 'consequence' | 'untightened' | 'policyVersion' | 'facts'>> {
	const policy = (await copy.readDocument('policy', 'current')) ?? FIRST_POLICY;
	const capture = await copy.captures.get(suggestion.captureId);
	const part = capture?.part ? await copy.readDocument('part', capture.part) : null;
	const { suggestionId, ...facts } = factsOf(suggestion, part, person, at);
	const { consequence, policyVersion } = route(policy, { suggestionId, ...facts });
	if (!(await isTightened(copy, person))) return { consequence, policyVersion, facts };
	const tightened = route(policy, { suggestionId, ...facts, tightened: true });
	return { consequence: tightened.consequence, untightened: consequence, policyVersion, facts };
}

/** The subject as printed on its label; what the register does not know is shown by its id. */
async function subjectText(copy: WorkingCopy, subject: Subject): Promise<string> {
	if (subject.kind === 'asset') {
		const asset = await copy.readDocument('asset', subject.assetId);
		return asset ? `${asset.code} · ${asset.name}` : subject.assetId;
	}
	const part = await copy.readDocument('part', subject.partId);
	const partText = part ? `${part.number} rev ${part.revision}` : subject.partId;
	switch (subject.kind) {
		case 'part':
			return partText;
		case 'unit':
			return `${partText} · S/N ${subject.serial}`;
		case 'lot':
			return `${partText} · Lot ${subject.lot}`;
		case 'work-order': {
			const order = await copy.readDocument('work-order', subject.workOrderId);
			return `${partText} · WO ${order?.number ?? subject.workOrderId}`;
		}
	}
}
