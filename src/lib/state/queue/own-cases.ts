/** The cases in this tablet's own entries, as the queue shows them before the server has summed them up. */
import type { Capture } from '$lib/domain/capture';
import type { CaseSummary } from '$lib/domain/case';
import type { CaseEvent } from '$lib/domain/checkpoint';
import { standingOf } from '$lib/domain/checkpoint/summary';
import type { FaultCatalogue } from '$lib/domain/fault/catalogue';
import type { FaultReport } from '$lib/domain/fault/report';
import type { Actor, Entry } from '$lib/domain/ledger';
import { faultFactsOf, route, type Policy, type Route } from '$lib/domain/policy';
import type { Asset, Part, WorkOrder } from '$lib/domain/site';
import type { Subject } from '$lib/domain/subject';
import type { Tightened } from '$lib/domain/tightened';
import { suggestedClass, type Suggestion } from '$lib/domain/suggestion';
import { routeSuggestion } from '../inspect/compose';

/** What of the register the summary of a case needs. */
export interface CaseRegister {
	readonly policy: Policy;
	partById(id: string): Part | null;
	tightenedOf(personId: string | null): Tightened | null;
	assetById(id: string): Asset | null;
	workOrderById(id: string): WorkOrder | null;
}

/** What a suggestion is about: a capture, or the report of a fault. */
interface About {
	subject: Subject;
	/** Empty for a fault that was reported without one. */
	photo: string;
	sample: boolean;
}

interface OwnSuggestion {
	suggestion: Suggestion;
	about: About;
	deviceId: string;
	actor: Actor;
	at: string;
}

/**
 * One summary a suggestion whose capture or report is among the entries too; entries in the order they were made.
 * @param catalogue null where the site has none, or it has not come here
 */
export function ownCases(
	entries: readonly Entry[],
	register: CaseRegister,
	catalogue: Pick<FaultCatalogue, 'causes'> | null = null
): CaseSummary[] {
	const captures = new Map<string, About>();
	const suggested: OwnSuggestion[] = [];
	const said = new Map<string, CaseEvent[]>();
	const withdrawn = new Set<string>();
	const say = (suggestionId: string, event: CaseEvent) =>
		said.set(suggestionId, [...(said.get(suggestionId) ?? []), event]);
	for (const { type, body, actor, device, at } of entries) {
		const by = actor.personId !== null && actor.role !== null ? { personId: actor.personId, role: actor.role } : null;
		if (type === 'capture.recorded') captures.set(body.id, aboutCapture(body));
		else if (type === 'fault.reported') captures.set(body.id, aboutReport(body));
		else if (type === 'suggestion.made') {
			const about = captures.get(body.captureId);
			if (about) suggested.push({ suggestion: body, about, deviceId: device, actor, at });
		} else if (type === 'decision.withdrawn') withdrawn.add(body.decisionId);
		else if (by === null) continue;
		else if (type === 'decision.made') say(body.suggestionId, { type, body, by, receivedAt: at });
		else if (type === 'approval.given') say(body.suggestionId, { type, body, by, receivedAt: at });
		else if (type === 'approval.refused') say(body.suggestionId, { type, body, by, receivedAt: at });
		else if (type === 'veto.made') say(body.suggestionId, { type, body, by, receivedAt: at });
	}
	return suggested.flatMap((own) => {
		const summary = summarize(own, said.get(own.suggestion.id) ?? [], withdrawn, register, catalogue);
		return summary ? [summary] : [];
	});
}

function summarize(
	{ suggestion, about, deviceId, actor, at }: OwnSuggestion,
	events: readonly CaseEvent[],
	withdrawn: ReadonlySet<string>,
	register: CaseRegister,
	catalogue: Pick<FaultCatalogue, 'causes'> | null
): CaseSummary | null {
	const { subject, photo, sample } = about;
	const routed = routeOf(suggestion, subject, actor.personId, at, register, catalogue);
	if (!routed) return null;
	const { consequence, rule } = routed;
	const named = suggestedClass(suggestion);
	const { id: suggestionId } = suggestion;
	// The times of its checkpoint begin to run when the server gets it.
	const history = { suggestionId, photo, suggestedClass: named, receivedAt: null, events, withdrawn };
	const { standing } = standingOf(consequence, history, at);
	return {
		suggestionId,
		captureId: suggestion.captureId,
		deviceId,
		partId: subject.kind === 'asset' ? null : subject.partId,
		subjectText: subjectText(subject, register),
		photo,
		photoArrived: photo === '',
		suggestedClass: named,
		confidence: suggestion.candidates[0]?.probability ?? null,
		...standing,
		ruleId: rule?.id ?? null,
		at,
		sample,
		...(subject.kind === 'asset' && { kind: suggestion.kind, assetId: subject.assetId })
	};
}

/** Null for a part that the register does not know. */
function routeOf(
	suggestion: Suggestion,
	subject: Subject,
	personId: string | null,
	at: string,
	register: CaseRegister,
	catalogue: Pick<FaultCatalogue, 'causes'> | null
): Route | null {
	const { policy } = register;
	const tightened = register.tightenedOf(personId) !== null;
	if (subject.kind === 'asset') {
		const facts = faultFactsOf(suggestion, { assetId: subject.assetId, catalogue }, personId, at);
		return route(policy, { ...facts, tightened });
	}
	const part = register.partById(subject.partId);
	return part && routeSuggestion(policy, suggestion, part, personId, at, tightened);
}

function aboutCapture({ subject, photo, sample }: Capture): About {
	return { subject, photo: photo.sha256, sample };
}

function aboutReport({ assetId, photos, sample }: FaultReport): About {
	return { subject: { kind: 'asset', assetId }, photo: photos[0]?.sha256 ?? '', sample };
}

/** The subject as printed on its label; what the register does not know is shown by its id. */
function subjectText(subject: Subject, register: CaseRegister): string {
	if (subject.kind === 'asset') {
		const asset = register.assetById(subject.assetId);
		return asset ? `${asset.code} · ${asset.name}` : subject.assetId;
	}
	const part = register.partById(subject.partId);
	const partText = part ? `${part.number} rev ${part.revision}` : subject.partId;
	switch (subject.kind) {
		case 'part':
			return partText;
		case 'unit':
			return `${partText} · S/N ${subject.serial}`;
		case 'lot':
			return `${partText} · Lot ${subject.lot}`;
		case 'work-order':
			return `${partText} · WO ${register.workOrderById(subject.workOrderId)?.number ?? subject.workOrderId}`;
	}
}
