/** What happened to a case, step by step, in words: who, when, and in which order people and model spoke. */
import { firstCallText } from '$lib/components/inspect/first-call-words';
import { percent } from '$lib/components/measures';
import { actionWords, dispositionWords, meaningWords, withdrawnWords } from '$lib/components/oversight-words';
import { roleWords } from '$lib/components/words';
import type { Entry } from '$lib/domain/ledger';
import type { CaseRecord } from '$lib/domain/review/case-detail';
import type { Classed } from '$lib/domain/site';
import { suggestedClass, type CauseStamp, type ModelStamp, type Suggestion } from '$lib/domain/suggestion';
import { getLocale, m } from '$lib/messages';
import { classWords, decisionWords } from './words';

export interface Step {
	id: string;
	at: string;
	tone: 'plain' | 'model' | 'person' | 'warning';
	title: string;
	/** Figures and circumstances, each a few words. */
	facts: string[];
	/** In the person's own words. */
	said: string | null;
	/** Taken back: it no longer counts. */
	isGone: boolean;
}

export interface Teller {
	part: Classed | null;
	/** Of a person; null where the register does not know them. */
	nameOf: (personId: string) => string | null;
	/** What the model said must not be seen yet. */
	hidesModel: boolean;
}

export function tellStory({ entries, suggestion }: CaseRecord, teller: Teller): Step[] {
	const gone = new Set(
		entries.flatMap(({ entry }) => (entry.type === 'decision.withdrawn' ? [entry.body.decisionId] : []))
	);
	return entries.flatMap(({ entry, position }) => {
		const told = tell(entry, teller, suggestion);
		if (!told) return [];
		const facts = position === null ? [...told.facts, m.review_story_unsent()] : told.facts;
		const isGone = entry.type === 'decision.made' && gone.has(entry.body.id);
		return [
			{ ...told, facts: isGone ? [...facts, m.review_story_withdrawn()] : facts, id: entry.id, at: entry.at, isGone }
		];
	});
}

type Told = Pick<Step, 'tone' | 'title' | 'facts' | 'said'>;

function tell(
	{ type, body, actor, at }: Entry,
	{ part, nameOf, hidesModel }: Teller,
	suggestion: Suggestion
): Told | null {
	const person = (actor.personId && nameOf(actor.personId)) ?? m.review_someone();
	const step = (tone: Step['tone'], title: string, facts: string[] = [], said: string | null = null): Told => ({
		tone,
		title,
		facts,
		said: said === '' ? null : said
	});
	switch (type) {
		case 'capture.recorded':
			return step('plain', actor.personId ? m.review_story_captured({ person }) : m.review_story_captured_alone());
		case 'suggestion.made':
			return body.id === suggestion.id ? modelStep(body, part, hidesModel) : null;
		case 'call.committed':
			return part && step('person', m.review_story_committed({ person, class: firstCallText(part, body.call) }));
		case 'decision.made': {
			const seen =
				body.shownAt === null
					? [m.review_story_not_shown()]
					: [m.review_story_after_shown({ seconds: secondsBetween(body.shownAt, at) })];
			const done = body.disposition
				? [m.review_story_to_be_done({ disposition: dispositionWords(body.disposition) })]
				: [];
			const title = m.review_story_decided({ person, decision: decisionWords(body, part) });
			return step('person', title, [...seen, ...done], body.note);
		}
		case 'decision.withdrawn':
			return step('plain', m.review_story_took_back({ person }));
		case 'comment.made':
			return step('person', m.review_story_comment({ person }), [], body.text);
		case 'approval.given': {
			const title = m.review_story_approved({ person: body.printedName, meaning: meaningWords(body.meaning) });
			return step('person', title, [], body.note);
		}
		case 'approval.refused':
			return step('warning', m.review_story_refused({ person }), [], body.reason);
		case 'veto.made':
			return step('warning', m.review_story_stopped({ person }), [], body.reason);
		case 'checkpoint.overdue':
			return step('warning', m.review_story_overdue({ role: roleWords(body.to) }));
		case 'action.finalized':
			return step('plain', m.review_story_final({ disposition: actionWords(body) }));
		case 'action.withdrawn':
			return step('warning', m.review_story_not_final({ because: withdrawnWords(body.because) }));
		default:
			return null;
	}
}

function modelStep(suggestion: Suggestion, part: Classed | null, hidesModel: boolean): Told {
	if (hidesModel) return { tone: 'model', title: m.review_story_suggested_hidden(), facts: [], said: null };
	const named = suggestedClass(suggestion);
	const title =
		named === null ? m.review_story_suggested_nothing() : m.review_story_suggested({ class: classWords(part, named) });
	const { model, candidates } = suggestion;
	const confidence = candidates[0] ? percent(candidates[0].probability) : '–';
	return { tone: 'model', title, facts: model ? [learnedFrom(model, confidence)] : [], said: null };
}

function learnedFrom(model: ModelStamp | CauseStamp, confidence: string): string {
	return 'packId' in model
		? m.review_story_model({ confidence, good: model.goodExamples, defects: model.defectExamples })
		: m.cause_model_learned({ confidence, cases: model.cases });
}

/** Seconds between the suggestion being shown and the decision, as people read them. */
function secondsBetween(from: string, to: string): string {
	const seconds = Math.max(0, Date.parse(to) - Date.parse(from)) / 1000;
	return new Intl.NumberFormat(getLocale(), { maximumFractionDigits: seconds < 10 ? 1 : 0 }).format(seconds);
}
