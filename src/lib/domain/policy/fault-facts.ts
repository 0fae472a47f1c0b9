/** What the policy is asked about where a machine is at fault. Apart from the facts about parts: the inspection does not load it. */
import type { FaultCatalogue } from '../fault/catalogue';
import type { Suggestion } from '../suggestion';
import type { FactsBefore } from './commit-first';
import { factsOf } from './facts';
import type { RoutingFacts } from './route';

/** As `factsOf`, of a suggested fault cause: its classes are the catalogue's causes. */
export function faultFactsOf(
	suggestion: Suggestion,
	{ assetId, catalogue }: { assetId: string; catalogue: Pick<FaultCatalogue, 'causes'> | null },
	personId: string | null,
	at: string
): RoutingFacts {
	const facts = factsOf(suggestion, null, personId, at);
	const severity = catalogue?.causes.find(({ id }) => id === facts.class)?.severity ?? null;
	return { ...facts, asset: assetId, severity };
}

/** As `factsBefore`, of a machine: what can be suggested are the causes that the catalogue has for it. */
export function faultFactsBefore(
	{ assetId, causes }: { assetId: string; causes: FaultCatalogue['causes'] },
	suggestionId: string,
	personId: string | null,
	at: string
): FactsBefore {
	return {
		suggestionId,
		kinds: ['fault-cause'],
		classes: causes.map(({ id }) => id),
		severities: causes.map(({ severity }) => severity),
		partFamily: null,
		asset: assetId,
		person: personId,
		at
	};
}
