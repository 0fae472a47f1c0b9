/** Reads together what judging and projecting a batch of entries will ask for. */
import { templateDocumentId } from '$lib/domain/audit/documents';
import { mayBeOverseen, type CaseFacts } from './case-history';
import type { DocumentKind } from './documents';
import type { Statement } from './project';
import type { WorkingCopy } from './working-copy';

export interface Ahead {
	statements: readonly Statement[];
	/** Those in whose names they are made, by id. */
	people: readonly string[];
	/** Those that sent them, by id. */
	devices: readonly string[];
}

export async function loadAhead(copy: WorkingCopy, { statements, people, devices }: Ahead): Promise<void> {
	const captures = new Set<string>();
	const suggestions = new Set<string>();
	const decisions = new Set<string>();
	const committed = new Set<string>();
	const answers = new Set<string>();
	const audits = new Set<string>();
	const photos = new Set<string>();
	const documents = new Map<string, { kind: DocumentKind; id: string }>();
	const want = (kind: DocumentKind, id: string) => documents.set(`${kind} ${id}`, { kind, id });
	for (const id of people) want('person', id);
	if (people.length > 0) want('site-settings', 'current');
	for (const id of devices) want('device', id);
	for (const { type, body } of statements) {
		switch (type) {
			case 'capture.recorded':
				captures.add(body.id);
				photos.add(body.photo.sha256);
				if ('partId' in body.subject) want('part', body.subject.partId);
				if ('assetId' in body.subject) want('asset', body.subject.assetId);
				if ('workOrderId' in body.subject) want('work-order', body.subject.workOrderId);
				break;
			case 'suggestion.made':
				suggestions.add(body.id);
				captures.add(body.captureId);
				want('policy', 'current');
				if (body.kind === 'fault-cause') {
					want('fault', body.captureId);
					want('fault-catalogue', 'current');
				}
				break;
			case 'fault.reported':
				captures.add(body.id);
				for (const kind of ['asset', 'asset-state'] as const) want(kind, body.assetId);
				want('fault', body.id);
				break;
			case 'repair.recorded':
				suggestions.add(body.suggestionId);
				want('fault', body.reportId);
				break;
			case 'repair.judged':
				want('fault', body.reportId);
				break;
			case 'call.committed':
				committed.add(body.captureId);
				captures.add(body.captureId);
				suggestions.add(body.suggestionId);
				break;
			case 'seed.answered':
				answers.add(body.id);
				want('seed', body.seedId);
				break;
			case 'decision.made':
				decisions.add(body.id);
				if (body.reveal === 'commit-first') committed.add(body.captureId);
				suggestions.add(body.suggestionId);
				captures.add(body.captureId);
				break;
			case 'decision.withdrawn':
				decisions.add(body.decisionId);
				break;
			case 'action.finalized':
			case 'action.withdrawn':
			case 'approval.given':
			case 'approval.refused':
			case 'veto.made':
			case 'checkpoint.overdue':
				suggestions.add(body.suggestionId);
				break;
			case 'unit.registered':
				want('unit', body.id);
				break;
			case 'audit.started':
				want('audit', body.id);
				want('audit-template', templateDocumentId(body.templateId, body.templateVersion));
				break;
			case 'finding.stated':
				want('finding', body.id);
				want('audit', body.auditId);
				break;
			case 'audit.answered':
			case 'audit.signed':
			case 'audit.abandoned':
				want('audit', body.auditId);
				audits.add(body.auditId);
				break;
			default:
				break;
		}
	}
	await copy.captures.load(captures);
	await copy.decisions.load(decisions);
	await copy.committed.load(committed);
	await copy.answers.load(answers);
	await copy.auditAnswers.load(audits);
	await copy.conduct.load(people);
	await loadCases(copy, suggestions);
	// Cases of earlier batches have their captures' photos and parts in the store.
	for (const id of captures) {
		const capture = await copy.captures.get(id);
		if (!capture) continue;
		photos.add(capture.photo);
		if (capture.part !== null) want('part', capture.part);
	}
	await copy.photos.load(photos);
	await copy.loadDocuments([...documents.values()]);
}

/** Reads together what the cases of these suggestions are made of, their captures aside where these come with them. */
export async function loadCases(copy: WorkingCopy, suggestions: Iterable<string>): Promise<void> {
	const ids = [...suggestions];
	await copy.suggestions.load(ids);
	await copy.actions.load(ids);
	await copy.loadDecisionsOn(ids);
	await copy.loadOversightOn(await overseen(copy, ids));
}

/** Those of earlier batches about which more than decisions may be on record. */
async function overseen(copy: WorkingCopy, suggestions: Iterable<string>): Promise<string[]> {
	const found: string[] = [];
	for (const id of suggestions) {
		const row = await copy.suggestions.get(id);
		if (row && mayBeOverseen((JSON.parse(row.json) as CaseFacts).consequence)) found.push(id);
	}
	return found;
}
