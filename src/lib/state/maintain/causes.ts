/** The model of fault causes in its worker, as the maintain screen uses it: an answer for every report, also when no model could speak. */
import { afterAnswers } from '$lib/domain/fault/answers';
import type { AnsweredCheck, CauseRanking, FaultFacts, FaultKnowledge } from '$lib/domain/fault/causes';
import type { Suggestion } from '$lib/domain/suggestion';
import { createCausesClient, type CausesClient } from '$lib/vision/client/causes';
import { NO_SUGGESTION } from '../inspect/model';
import type { CauseModel, RankedAbout } from './model';

/** Of what is ranked; the others are as good as ruled out. */
const CANDIDATES_ON_RECORD = 10;
/** Past cases that the record names for each candidate. */
const SIMILAR_ON_RECORD = 3;

export class Causes implements CauseModel {
	readonly #client: CausesClient;
	#knowledge: FaultKnowledge | null = null;

	constructor(client: CausesClient = createCausesClient()) {
		this.#client = client;
	}

	async teach(knowledge: FaultKnowledge): Promise<void> {
		this.#knowledge = knowledge;
		// What fails here is met again, and said, by whoever asks for a ranking.
		await this.#client.open(() => Promise.resolve(knowledge)).catch(() => undefined);
	}

	async rank(facts: FaultFacts, answers: readonly AnsweredCheck[]): Promise<CauseRanking | null> {
		const knowledge = this.#knowledge;
		if (!knowledge) return null;
		const ranking = await this.#client.rank(facts).catch(() => null);
		return ranking && afterAnswers(ranking, knowledge.catalogue, answers);
	}

	asSuggestion(ranking: CauseRanking | null, about: RankedAbout): Suggestion {
		return suggestionOf(ranking, about);
	}

	stop(): void {
		this.#client.stop();
	}
}

/** What the ranking says, as it goes on record; null for a model that could not speak. */
export function suggestionOf(ranking: CauseRanking | null, { id, reportId, answers }: RankedAbout): Suggestion {
	const looked = answers.length > 0 ? { answers: [...answers] } : {};
	const common = { ...NO_SUGGESTION.suggestion, id, captureId: reportId, kind: 'fault-cause' as const, ...looked };
	if (!ranking) return common;
	const candidates = ranking.causes.slice(0, CANDIDATES_ON_RECORD);
	return {
		...common,
		candidates: candidates.map(({ causeId, probability }) => ({ class: causeId, probability })),
		conformalSet: [...ranking.conformalSet],
		coverage: ranking.coverage,
		novelty: ranking.novelty,
		nearest: candidates.flatMap(({ causeId, similar }) =>
			similar
				.slice(0, SIMILAR_ON_RECORD)
				.map((past) => ({ captureId: past.reportId, class: causeId, similarity: past.similarity }))
		),
		model: ranking.model,
		tookMs: ranking.tookMs
	};
}
