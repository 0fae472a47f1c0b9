/** Decisions as steps of a story: on what, after how long, and whether they still stand. */
import { entryTypeWords } from '$lib/components/entry-words';
import { dispositionWords } from '$lib/components/oversight-words';
import type { ChangeReason } from '$lib/domain/decision';
import type { BodyOf } from '$lib/domain/ledger';
import { m } from '$lib/messages';
import type { Fact } from './step';
import { positionOf, rowsOf, ruleWords, type Story, type Told } from './story';

const CHANGES: Record<ChangeReason, () => string> = {
	'seen-now': m.story_change_seen_now,
	slip: m.story_change_slip,
	'model-trusted': m.story_change_model_trusted
};

/** @param title the decision in words  @param at when it was made, by the tablet's clock */
export function tellDecision(story: Story, decision: BodyOf<'decision.made'>, title: string, at: string): Told {
	const remark = endOf(story, decision.id);
	return {
		title,
		tone: remark === null ? decision.verdict : 'void',
		facts: decisionFacts(decision, at, story),
		remark
	};
}

export function tellWithdrawal(story: Story, { decisionId }: BodyOf<'decision.withdrawn'>): Told {
	const position = positionOf(story, 'decision.made', decisionId);
	const value = position === null ? decisionId : m.story_entry({ position });
	return {
		title: entryTypeWords('decision.withdrawn'),
		tone: 'void',
		facts: [{ term: m.story_takes_back(), value }]
	};
}

function decisionFacts(decision: BodyOf<'decision.made'>, at: string, story: Story): Fact[] {
	const { note, shownAt, policyVersion, ruleId, supersedes, changedBecause, disposition, regions = [] } = decision;
	const position = supersedes === null ? null : positionOf(story, 'decision.made', supersedes);
	return [
		...(note === '' ? [] : [{ term: m.story_note(), value: note }]),
		...(disposition ? [{ term: m.story_disposition(), value: dispositionWords(disposition) }] : []),
		...(regions.length > 0 ? [{ term: m.story_marked(), value: m.story_regions({ count: regions.length }) }] : []),
		shownAt === null
			? { term: m.story_seen(), value: m.story_seen_never() }
			: { term: m.story_seen(), seen: { at: shownAt, untilDecision: Date.parse(at) - Date.parse(shownAt) } },
		...(changedBecause ? [{ term: m.story_changed_because(), value: CHANGES[changedBecause]() }] : []),
		{ term: m.story_decided_under(), value: ruleWords(story, policyVersion, ruleId) },
		...(position === null ? [] : [{ term: m.story_supersedes(), value: m.story_supersedes_record({ position }) }])
	];
}

/** What has ended a decision, in words; null while it stands. */
function endOf(story: Story, decisionId: string): string | null {
	const taken = rowsOf(story, 'decision.withdrawn').find(({ body }) => body.decisionId === decisionId);
	if (taken) return m.story_withdrawn({ position: taken.position });
	const next = rowsOf(story, 'decision.made').find(({ body }) => body.supersedes === decisionId);
	return next ? m.story_superseded({ position: next.position }) : null;
}
