/** A case: one suggestion, the capture it is about, and where its checkpoint stands. */
import type { Capture } from '$lib/domain/capture';
import { checkpointAfter, type MadeDecision } from '$lib/domain/checkpoint';
import { confirmedClass, type Decision } from '$lib/domain/decision';
import { FIRST_POLICY, route, type Consequence } from '$lib/domain/policy';
import type { Role, Severity } from '$lib/domain/site';
import { partIdOf, type Subject } from '$lib/domain/subject';
import type { Suggestion } from '$lib/domain/suggestion';
import type { CaseSummary } from '$lib/wire';
import type { CaptureRow, Reader, Tx } from '../db';
import { putDocument, readDocument } from './documents';

/** What a case needs of its suggestion, kept so that a decision never has to read the ledger. */
interface CaseFacts {
	suggestedClass: string | null;
	confidence: number | null;
	consequence: Consequence;
}

export async function recordCapture(tx: Tx, site: string, device: string, at: string, capture: Capture): Promise<void> {
	await tx
		.insertInto('captures')
		.values({
			site,
			id: capture.id,
			device,
			photo: capture.photo.sha256,
			part: partIdOf(capture.subject),
			subject_text: await subjectText(tx, site, capture.subject),
			at,
			sample: capture.sample ? 1 : 0
		})
		.execute();
}

/** Routes the suggestion under the policy in force on the server when it arrived: never under one the tablet names. */
export async function recordSuggestion(
	tx: Tx,
	site: string,
	position: number,
	at: string,
	person: string | null,
	suggestion: Suggestion
): Promise<void> {
	const best = suggestion.candidates[0];
	const facts: CaseFacts = {
		suggestedClass: best?.class ?? null,
		confidence: best?.probability ?? null,
		consequence: await consequenceFor(tx, site, at, person, suggestion)
	};
	await tx
		.insertInto('suggestions')
		.values({
			site,
			id: suggestion.id,
			capture: suggestion.captureId,
			json: JSON.stringify(facts),
			state: null,
			changed_position: position
		})
		.execute();
	await updateCase(tx, site, position, suggestion.id);
}

export async function recordDecision(
	tx: Tx,
	site: string,
	position: number,
	at: string,
	by: { personId: string; role: Role },
	decision: Decision
): Promise<void> {
	await tx
		.insertInto('decisions')
		.values({
			site,
			id: decision.id,
			suggestion: decision.suggestionId,
			position,
			person: by.personId,
			role: by.role,
			at,
			withdrawn: 0,
			json: JSON.stringify(decision)
		})
		.execute();
	await updateCase(tx, site, position, decision.suggestionId);
}

export async function withdrawDecision(tx: Tx, site: string, position: number, decisionId: string): Promise<void> {
	await tx
		.updateTable('decisions')
		.set({ withdrawn: 1 })
		.where('site', '=', site)
		.where('id', '=', decisionId)
		.execute();
	const row = await tx
		.selectFrom('decisions')
		.select('suggestion')
		.where('site', '=', site)
		.where('id', '=', decisionId)
		.executeTakeFirst();
	if (row) await updateCase(tx, site, position, row.suggestion);
}

/** A photo that arrives changes every case that waited for it. */
export async function updateCasesOfPhoto(tx: Tx, site: string, position: number, sha256: string): Promise<void> {
	const rows = await tx
		.selectFrom('captures')
		.innerJoin('suggestions', (join) =>
			join.onRef('suggestions.site', '=', 'captures.site').onRef('suggestions.capture', '=', 'captures.id')
		)
		.select('suggestions.id')
		.where('captures.site', '=', site)
		.where('captures.photo', '=', sha256)
		.execute();
	for (const { id } of rows) await updateCase(tx, site, position, id);
}

async function updateCase(tx: Tx, site: string, position: number, suggestionId: string): Promise<void> {
	const suggestion = await tx
		.selectFrom('suggestions')
		.selectAll()
		.where('site', '=', site)
		.where('id', '=', suggestionId)
		.executeTakeFirst();
	if (!suggestion) return;
	const capture = await tx
		.selectFrom('captures')
		.selectAll()
		.where('site', '=', site)
		.where('id', '=', suggestion.capture)
		.executeTakeFirst();
	// A suggestion may outlive a capture that was quarantined: without a photo there is nothing to show a person.
	if (!capture) return;
	const rows = await tx
		.selectFrom('decisions')
		.selectAll()
		.where('site', '=', site)
		.where('suggestion', '=', suggestionId)
		.orderBy('position')
		.execute();
	const photo = await tx
		.selectFrom('photos')
		.select('sha256')
		.where('site', '=', site)
		.where('sha256', '=', capture.photo)
		.executeTakeFirst();
	const made = rows.map((row) => ({
		decision: JSON.parse(row.json) as Decision,
		by: { personId: row.person, role: row.role as Role }
	}));
	const withdrawn = new Set(rows.filter((row) => row.withdrawn === 1).map((row) => row.id));
	const summary = summarize(
		suggestionId,
		capture,
		JSON.parse(suggestion.json) as CaseFacts,
		made,
		withdrawn,
		photo !== undefined
	);
	await tx
		.updateTable('suggestions')
		.set({ state: summary.state, changed_position: position })
		.where('site', '=', site)
		.where('id', '=', suggestionId)
		.execute();
	await putDocument(tx, site, position, 'case', suggestionId, summary);
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
		sample: capture.sample === 1
	};
}

function decidedClass(decision: Decision): string | null {
	if (decision.verdict === 'correct' && decision.class === null) return decision.otherClass;
	return confirmedClass(decision);
}

async function consequenceFor(
	tx: Tx,
	site: string,
	at: string,
	person: string | null,
	suggestion: Suggestion
): Promise<Consequence> {
	const policy = (await readDocument(tx, site, 'policy', 'current')) ?? FIRST_POLICY;
	const capture = await tx
		.selectFrom('captures')
		.select('part')
		.where('site', '=', site)
		.where('id', '=', suggestion.captureId)
		.executeTakeFirst();
	const part = capture?.part ? await readDocument(tx, site, 'part', capture.part) : null;
	const best = suggestion.candidates[0];
	const severity: Severity | null = part?.classes.find(({ id }) => id === best?.class)?.severity ?? null;
	return route(policy, {
		suggestionId: suggestion.id,
		kind: suggestion.kind,
		class: best?.class ?? null,
		partFamily: part?.family ?? null,
		asset: null,
		severity,
		confidence: best?.probability ?? null,
		setSize: suggestion.conformalSet.length > 0 ? suggestion.conformalSet.length : null,
		novelty: suggestion.novelty,
		usable: suggestion.usability.length === 0,
		person,
		at
	}).consequence;
}

/** The subject as printed on its label; what the register does not know is shown by its id. */
async function subjectText(reader: Reader, site: string, subject: Subject): Promise<string> {
	if (subject.kind === 'asset') {
		const asset = await readDocument(reader, site, 'asset', subject.assetId);
		return asset ? `${asset.code} · ${asset.name}` : subject.assetId;
	}
	const part = await readDocument(reader, site, 'part', subject.partId);
	const partText = part ? `${part.number} rev ${part.revision}` : subject.partId;
	switch (subject.kind) {
		case 'part':
			return partText;
		case 'unit':
			return `${partText} · S/N ${subject.serial}`;
		case 'lot':
			return `${partText} · Lot ${subject.lot}`;
		case 'work-order': {
			const order = await readDocument(reader, site, 'work-order', subject.workOrderId);
			return `${partText} · WO ${order?.number ?? subject.workOrderId}`;
		}
	}
}
