/** The cases in this tablet's own entries, as the queue shows them before the server has summed them up. */
import type { Capture } from '$lib/domain/capture';
import type { CaseSummary } from '$lib/domain/case';
import type { CaseEvent } from '$lib/domain/checkpoint';
import { standingOf } from '$lib/domain/checkpoint/summary';
import type { Actor, Entry } from '$lib/domain/ledger';
import type { Policy } from '$lib/domain/policy';
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

interface OwnSuggestion {
	suggestion: Suggestion;
	capture: Capture;
	deviceId: string;
	actor: Actor;
	at: string;
}

/** One summary a suggestion whose capture is among the entries too; entries in the order they were made. */
export function ownCases(entries: readonly Entry[], register: CaseRegister): CaseSummary[] {
	const captures = new Map<string, Capture>();
	const suggested: OwnSuggestion[] = [];
	const said = new Map<string, CaseEvent[]>();
	const withdrawn = new Set<string>();
	const say = (suggestionId: string, event: CaseEvent) =>
		said.set(suggestionId, [...(said.get(suggestionId) ?? []), event]);
	for (const { type, body, actor, device, at } of entries) {
		const by = actor.personId !== null && actor.role !== null ? { personId: actor.personId, role: actor.role } : null;
		if (type === 'capture.recorded') captures.set(body.id, body);
		else if (type === 'suggestion.made') {
			const capture = captures.get(body.captureId);
			if (capture) suggested.push({ suggestion: body, capture, deviceId: device, actor, at });
		} else if (type === 'decision.withdrawn') withdrawn.add(body.decisionId);
		else if (by === null) continue;
		else if (type === 'decision.made') say(body.suggestionId, { type, body, by, receivedAt: at });
		else if (type === 'approval.given') say(body.suggestionId, { type, body, by, receivedAt: at });
		else if (type === 'approval.refused') say(body.suggestionId, { type, body, by, receivedAt: at });
		else if (type === 'veto.made') say(body.suggestionId, { type, body, by, receivedAt: at });
	}
	return suggested.flatMap((own) => {
		const summary = summarize(own, said.get(own.suggestion.id) ?? [], withdrawn, register);
		return summary ? [summary] : [];
	});
}

function summarize(
	{ suggestion, capture, deviceId, actor, at }: OwnSuggestion,
	events: readonly CaseEvent[],
	withdrawn: ReadonlySet<string>,
	register: CaseRegister
): CaseSummary | null {
	const partId = capture.subject.kind === 'asset' ? null : capture.subject.partId;
	const part = partId === null ? null : register.partById(partId);
	if (!part) return null;
	const { personId } = actor;
	const tightened = register.tightenedOf(personId) !== null;
	const { consequence, rule } = routeSuggestion(register.policy, suggestion, part, personId, at, tightened);
	const photo = capture.photo.sha256;
	const named = suggestedClass(suggestion);
	const { id: suggestionId } = suggestion;
	// The times of its checkpoint begin to run when the server gets it.
	const history = { suggestionId, photo, suggestedClass: named, receivedAt: null, events, withdrawn };
	const { standing } = standingOf(consequence, history, at);
	return {
		suggestionId,
		captureId: capture.id,
		deviceId,
		partId,
		subjectText: subjectText(capture.subject, register),
		photo,
		photoArrived: false,
		suggestedClass: named,
		confidence: suggestion.candidates[0]?.probability ?? null,
		...standing,
		ruleId: rule?.id ?? null,
		at,
		sample: capture.sample
	};
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
