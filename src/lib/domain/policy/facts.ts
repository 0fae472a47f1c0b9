/** What the policy is asked about, taken from a suggestion and its part: on the tablet and on the server by the same lines. */
import { GOOD, type Part, type Severity } from '../site';
import { suggestedClass, UNNAMED_DEFECT, type Suggestion } from '../suggestion';
import type { FactsBefore } from './commit-first';
import type { RoutingFacts } from './route';

type KnownPart = Pick<Part, 'family' | 'classes'>;

/** `part` is null where the register does not know it, or the capture is about a machine. */
export function factsOf(
	suggestion: Suggestion,
	part: KnownPart | null,
	personId: string | null,
	at: string
): RoutingFacts {
	const named = suggestedClass(suggestion);
	return {
		suggestionId: suggestion.id,
		kind: suggestion.kind,
		class: named,
		partFamily: part?.family ?? null,
		asset: null,
		severity: severityOf(part, named),
		confidence: suggestion.candidates[0]?.probability ?? null,
		setSize: suggestion.coverage === null ? null : suggestion.conformalSet.length,
		novelty: suggestion.novelty,
		usable: suggestion.usability.length === 0,
		person: personId,
		at
	};
}

/** What is known of a photo of this part before the model has spoken. */
export function factsBefore(part: KnownPart, suggestionId: string, personId: string | null, at: string): FactsBefore {
	return {
		suggestionId,
		kinds: ['anomaly', 'defect'],
		classes: [GOOD, UNNAMED_DEFECT, ...part.classes.map(({ id }) => id)],
		severities: part.classes.map(({ severity }) => severity),
		partFamily: part.family,
		asset: null,
		person: personId,
		at
	};
}

function severityOf(part: KnownPart | null, classId: string | null): Severity | null {
	return part?.classes.find(({ id }) => id === classId)?.severity ?? null;
}
