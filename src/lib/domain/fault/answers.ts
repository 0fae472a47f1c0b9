/** What a check's answer does to a ranking: Bayes' rule with what the catalogue says each cause shows. */
import type { Candidate } from '../suggestion';
import type { FaultCatalogue } from './catalogue';
import type { AnsweredCheck, CauseRanking } from './causes';

/** People misread, and machines have more than one thing wrong with them: an answer is strong evidence, never proof. */
const SHOWS_ITS_OWN = 0.9;

/** The ranking with what is on record of it: probabilities and order are those that people decide about, reasons may be newer. */
export function asRecorded(ranking: CauseRanking, candidates: readonly Candidate[]): CauseRanking {
	const causes = candidates.map(({ class: causeId, probability }) => {
		const now = ranking.causes.find((cause) => cause.causeId === causeId);
		return { causeId, probability, reasons: now?.reasons ?? [], similar: now?.similar ?? [] };
	});
	const notInList = Math.max(0, 1 - causes.reduce((sum, { probability }) => sum + probability, 0));
	return { ...ranking, causes, notInList, conformalSet: [], coverage: null };
}

/**
 * The ranking after somebody has looked. What was calibrated holds for what the model said by itself: no set of possible causes is claimed
 * any more. The check that was answered is not asked again.
 */
export function afterAnswers(
	ranking: CauseRanking,
	{ causes }: Pick<FaultCatalogue, 'causes'>,
	answers: readonly AnsweredCheck[]
): CauseRanking {
	if (answers.length === 0) return ranking;
	const likelihood = (causeId: string | null) =>
		answers.reduce((product, { checkId, shows }) => {
			const own = causes.find(({ id }) => id === causeId)?.checks.find(({ id }) => id === checkId);
			// A cause that says nothing of this check is expected to show none of it.
			return product * ((own?.shows ?? null) === shows ? SHOWS_ITS_OWN : 1 - SHOWS_ITS_OWN);
		}, 1);
	const weighed = ranking.causes.map((cause) => ({ cause, weight: cause.probability * likelihood(cause.causeId) }));
	const rest = ranking.notInList * likelihood(null);
	const total = weighed.reduce((sum, { weight }) => sum + weight, rest);
	if (total === 0) return ranking;
	return {
		...ranking,
		causes: weighed
			.map(({ cause, weight }) => ({ ...cause, probability: weight / total }))
			.sort((one, other) => other.probability - one.probability),
		notInList: rest / total,
		conformalSet: [],
		coverage: null,
		check: ranking.check && answers.some(({ checkId }) => checkId === ranking.check?.checkId) ? null : ranking.check
	};
}
