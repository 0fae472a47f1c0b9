/** What the page and the worker say to each other about fault causes. */
import type { FaultCatalogue } from '$lib/domain/fault/catalogue';
import type { CauseModelState, CauseRanking, FaultCase, FaultFacts } from '$lib/domain/fault/causes';
import type { Progress } from './protocol';

/**
 * Served by the vision worker through Comlink, in a thread of its own: no backbone is loaded for it. One request runs at a time; one
 * with a person waiting goes first, also in between the steps of learning.
 */
export interface CauseWorker {
	/** From the site's cause–symptom table alone causes can be ranked at once. What was learned is forgotten where the table is another. */
	openCauses(catalogue: FaultCatalogue): Promise<CauseModelState>;
	/** Replaces the cases. What is ranked meanwhile is ranked by what was known before. */
	learnCauses(cases: FaultCase[], progress: Progress | null, ticket: string): Promise<CauseModelState>;
	/** Adds one confirmed case, or replaces it, by `reportId`. */
	learnCause(confirmed: FaultCase): Promise<CauseModelState>;
	/** Takes one case back out. */
	forgetCause(reportId: string): Promise<CauseModelState>;
	rankCauses(facts: FaultFacts, ticket: string): Promise<CauseRanking>;
	cancel(ticket: string): void;
}
