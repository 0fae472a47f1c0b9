/** What the model makes of a report, and which checkpoint that meets. */
import { asRecorded } from '$lib/domain/fault/answers';
import type { FaultReport } from '$lib/domain/fault/report';
import type { Asset } from '$lib/domain/site';
import { factsOfReport, routeCause, type Asked } from './compose';
import type { FaultDraft } from './draft';
import type { FaultBook } from './fault-book.svelte';
import type { CauseModel } from './model';

interface Around {
	asset: Asset;
	book: FaultBook;
	model: CauseModel;
	asked: Asked;
}

/** `asksFirst`: the route itself asks for the person's own call. */
type Considered = Pick<FaultDraft, 'ranking' | 'suggestion' | 'route' | 'asksFirst'>;

/** Where no model can speak, the person decides without it. */
export async function considerCauses(
	draft: FaultDraft,
	report: FaultReport,
	{ asset, book, model, asked }: Around
): Promise<Considered> {
	const known = book.faultById(report.id);
	const facts = factsOfReport(report, asset, book.stateNow(asset.id), known?.at ?? asked.at);
	const ranked = await model.rank(facts, draft.answers);
	// What is on record is what is decided about.
	const recorded = draft.isSuggested ? known?.suggestion : null;
	const ranking = ranked && recorded ? asRecorded(ranked, recorded.candidates) : ranked;
	const { suggestionId: id, reportId, answers } = draft;
	const said = model.asSuggestion(ranking, { id, reportId, answers });
	const suggestion = recorded ? { ...said, candidates: recorded.candidates } : said;
	const route = routeCause(suggestion, asset.id, book.causesFor(asset.kind ?? null), asked);
	return { ranking, suggestion, route, asksFirst: route.consequence.reveal === 'commit-first' };
}
