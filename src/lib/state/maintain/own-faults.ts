/** What this tablet's own entries add to the faults that it has pulled: at once, with or without a network. */
import type { CaseEvent } from '$lib/domain/checkpoint';
import { standingOf } from '$lib/domain/checkpoint/summary';
import { machineAt, withReplacements, type AssetState } from '$lib/domain/fault/asset-state';
import type { FaultCatalogue } from '$lib/domain/fault/catalogue';
import type { Fault, FaultStanding } from '$lib/domain/fault/fault';
import type { Actor, Entry } from '$lib/domain/ledger';
import { faultFactsOf, route, type Policy } from '$lib/domain/policy';
import type { Asset } from '$lib/domain/site';
import { suggestedClass, type Suggestion } from '$lib/domain/suggestion';
import type { Tightened } from '$lib/domain/tightened';
import { NO_SUGGESTION } from '../inspect/model';

/** What of the register a fault's standing needs. */
export interface FaultRegister {
	readonly policy: Policy;
	readonly catalogue: FaultCatalogue | null;
	assetById(id: string): Asset | null;
	tightenedOf(personId: string | null): Tightened | null;
	stateOf(assetId: string): AssetState;
}

export interface OwnEntry {
	entry: Entry;
	/** Not yet acknowledged: newer than anything that was pulled. */
	unsent: boolean;
}

interface SaidOfCase {
	suggestion: Suggestion;
	actor: Actor;
	at: string;
	events: CaseEvent[];
	/** Something of it has not been acknowledged. */
	unsent: boolean;
}

/** The faults that these entries, oldest first, are about, as they stand with them. @param known as pulled, by the report's id */
export function ownFaults(
	own: readonly OwnEntry[],
	known: ReadonlyMap<string, Fault>,
	register: FaultRegister
): Map<string, Fault> {
	const faults = new Map<string, Fault>();
	const said = new Map<string, SaidOfCase>();
	const withdrawn = new Set<string>();
	const change = (reportId: string, changed: (fault: Fault) => Fault) => {
		const fault = faults.get(reportId) ?? known.get(reportId);
		if (fault) faults.set(reportId, changed(fault));
	};
	for (const { entry, unsent } of own) {
		const { type, body, actor, at, device } = entry;
		const word = { by: actor.personId, at };
		if (type === 'fault.reported') {
			if (!known.has(body.id)) {
				const machine = machineAt(register.assetById(body.assetId), register.stateOf(body.assetId), at);
				const nothing = { suggestion: null, standing: null, repairs: [], outcomes: [], takenInAs: null };
				faults.set(body.id, { report: body, ...word, deviceId: device, machine, ...nothing });
			}
		} else if (type === 'suggestion.made') {
			if (body.kind === 'fault-cause') said.set(body.id, { suggestion: body, actor, at, events: [], unsent });
		} else if (type === 'decision.made') {
			const about = said.get(body.suggestionId) ?? pulledCase(known.get(body.captureId), body.suggestionId, entry);
			if (!about || actor.personId === null || actor.role === null) continue;
			said.set(body.suggestionId, about);
			const by = { personId: actor.personId, role: actor.role };
			about.events.push({ type, body, by, receivedAt: at });
			about.unsent ||= unsent;
		} else if (type === 'decision.withdrawn') {
			withdrawn.add(body.decisionId);
			for (const about of said.values())
				if (unsent && about.events.some((event) => event.type === 'decision.made' && event.body.id === body.decisionId))
					about.unsent = true;
		} else if (type === 'repair.recorded')
			change(body.reportId, (fault) => ({ ...fault, repairs: added(fault.repairs, { ...body, ...word }) }));
		else if (type === 'repair.judged')
			change(body.reportId, (fault) => ({ ...fault, outcomes: added(fault.outcomes, { ...body, ...word }) }));
	}
	for (const about of said.values()) {
		const { id, captureId, candidates } = about.suggestion;
		change(captureId, (fault) =>
			about.unsent || fault.suggestion === null
				? { ...fault, suggestion: { id, candidates }, standing: standingHere(fault, about, withdrawn, register) }
				: fault
		);
	}
	return faults;
}

/** What was suggested on another tablet, as far as its fault tells. */
function pulledCase(fault: Fault | undefined, suggestionId: string, { actor, at }: Entry): SaidOfCase | null {
	if (fault?.suggestion?.id !== suggestionId) return null;
	const { candidates } = fault.suggestion;
	const said = { ...NO_SUGGESTION.suggestion, id: suggestionId, captureId: fault.report.id, candidates };
	return { suggestion: { ...said, kind: 'fault-cause' }, actor, at, events: [], unsent: false };
}

/** Components that were replaced in these faults' repairs and that the pulled state does not know of yet. */
export function withOwnRepairs(state: AssetState, faults: Iterable<Fault>): AssetState {
	let known = state;
	for (const { report, repairs } of faults) {
		if (report.assetId !== state.assetId) continue;
		for (const { replaced, at } of repairs) {
			const added = replaced.filter(
				(component) => !known.replaced.some((it) => it.component === component && it.at === at)
			);
			if (added.length > 0) known = withReplacements(known, added, at);
		}
	}
	return known;
}

/** The same that the server will say when it has heard of it. */
function standingHere(
	{ report }: Fault,
	{ suggestion, actor, at, events }: SaidOfCase,
	withdrawn: ReadonlySet<string>,
	register: FaultRegister
): FaultStanding {
	const { policy, catalogue } = register;
	const facts = faultFactsOf(suggestion, { assetId: report.assetId, catalogue }, actor.personId, at);
	const tightened = register.tightenedOf(actor.personId) !== null;
	const { consequence } = route(policy, { ...facts, tightened });
	const history = {
		suggestionId: suggestion.id,
		photo: report.photos[0]?.sha256 ?? '',
		suggestedClass: suggestedClass(suggestion),
		receivedAt: null,
		events,
		withdrawn
	};
	const { state, waitingFor, verdict, decidedClass, decidedBy } = standingOf(consequence, history, at).standing;
	return { state, waitingFor, verdict, decidedClass, decidedBy, decidedAt: events.at(-1)?.receivedAt ?? null };
}

function added<T extends { id: string }>(known: readonly T[], next: T): T[] {
	return known.some(({ id }) => id === next.id) ? [...known] : [...known, next];
}
