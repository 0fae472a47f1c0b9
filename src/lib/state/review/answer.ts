/** What the review desk writes into the ledger about a case that somebody else photographed. */
import type { Decision } from '$lib/domain/decision';
import type { Entry } from '$lib/domain/ledger';
import type { CaseDetail, CaseRecord } from '$lib/domain/review/case-detail';
import type { Disposition, Frame } from '$lib/domain/site';
import { composeDecision, type Call } from '../inspect/compose';

/** What may go with a verdict. */
export interface Extras {
	note: string;
	/** Null for what is usual for the class. */
	disposition: Disposition | null;
	regions: readonly Frame[];
}

export const NOTHING_MORE: Extras = { note: '', disposition: null, regions: [] };

export interface Answering {
	id: string;
	personId: string;
	record: CaseRecord;
	route: CaseDetail['route'];
	/** Their own call came before the model's. */
	asksFirst: boolean;
	/** When the suggestion was first visible, ISO 8601; null when it was not. */
	shownAt: string | null;
	/** The newest policy, for cases whose server does not say under which they were routed. */
	policyVersion: number;
}

/** @throws NothingToAccept */
export function composeAnswer(call: Call, extras: Extras, answering: Answering): Decision {
	const { id, personId, record, route, asksFirst, shownAt, policyVersion } = answering;
	const decision = composeDecision(call, {
		id,
		capture: record.capture,
		suggestion: record.suggestion,
		// Whoever a case is handed to sees everything at once, whatever the rule asked of the first reader.
		route: {
			consequence: { ...route.consequence, reveal: asksFirst ? 'commit-first' : 'suggestion-first' },
			policyVersion: route.policyVersion ?? policyVersion,
			rule: route.rule,
			because: []
		},
		asksFirst,
		shownAt
	});
	const note = [extras.note.trim(), decision.note].filter((text) => text !== '').join('\n');
	const decides = decision.verdict !== 'escalate';
	return {
		...decision,
		note,
		supersedes: ownStanding(
			record.entries.map(({ entry }) => entry),
			personId
		),
		...(decides && extras.disposition ? { disposition: extras.disposition } : {}),
		...(extras.regions.length > 0 ? { regions: [...extras.regions] } : {})
	};
}

/** The last decision of this person that they have neither taken back nor replaced: the new one takes its place. */
export function ownStanding(entries: readonly Entry[], personId: string): string | null {
	const gone = new Set<string | null>();
	for (const entry of entries) {
		if (entry.type === 'decision.withdrawn') gone.add(entry.body.decisionId);
		if (entry.type === 'decision.made') gone.add(entry.body.supersedes);
	}
	const own = entries.findLast(
		(entry) => entry.type === 'decision.made' && entry.actor.personId === personId && !gone.has(entry.body.id)
	);
	return own?.type === 'decision.made' ? own.body.id : null;
}
