/** What a fault in hand needs of the model of fault causes. */
import type { AnsweredCheck, CauseRanking, FaultFacts, FaultKnowledge } from '$lib/domain/fault/causes';
import type { Suggestion } from '$lib/domain/suggestion';

export interface RankedAbout {
	/** Of the suggestion. */
	id: string;
	reportId: string;
	/** What was looked at before. */
	answers: readonly AnsweredCheck[];
}

export interface CauseModel {
	/** Learns in the background; what it knew before is forgotten. Never rejects. */
	teach(knowledge: FaultKnowledge): Promise<void>;
	/** Null when no model could speak: the person decides without it. Never rejects. */
	rank(facts: FaultFacts, answers: readonly AnsweredCheck[]): Promise<CauseRanking | null>;
	/** What the ranking says, as it goes on record; `null` for a model that could not speak. */
	asSuggestion(ranking: CauseRanking | null, about: RankedAbout): Suggestion;
}
