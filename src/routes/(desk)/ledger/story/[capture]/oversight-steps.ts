/** Signatures, vetoes, time limits and what became final, as steps of a story. */
import { entryTypeWords } from '$lib/components/entry-words';
import { actionWords, meaningWords, withdrawnWords } from '$lib/components/oversight-words';
import { roleWords } from '$lib/components/words';
import { hashOfMatter } from '$lib/domain/approval';
import { standingDecisions } from '$lib/domain/checkpoint';
import type { FinalizedAction } from '$lib/domain/action';
import type { BodyOf } from '$lib/domain/ledger';
import { m } from '$lib/messages';
import type { Fact } from './step';
import { positionOf, rowsOf, ruleWords, type Story, type StoryNames, type Told } from './story';

const BECAUSE: Record<FinalizedAction['because'], () => string> = {
	decided: m.story_final_decided,
	approved: m.story_final_approved,
	'veto-window-passed': m.story_final_veto_window_passed,
	autonomous: m.story_final_autonomous
};

/** @param position where the signature stands itself */
export function tellApproval(story: Story, position: number, approval: BodyOf<'approval.given'>): Told {
	const { meaning, printedName, signedAt, note } = approval;
	return {
		title: m.story_signed_as({ meaning: meaningWords(meaning) }),
		tone: 'accept',
		facts: [
			...(note === '' ? [] : [{ term: m.story_note(), value: note }]),
			{ term: m.story_printed_name(), value: printedName },
			{ term: m.story_pin_entered(), moment: signedAt },
			boundTo(story, position, approval)
		]
	};
}

export function tellRefusal(story: Story, position: number, refused: BodyOf<'approval.refused'>): Told {
	return {
		title: entryTypeWords('approval.refused'),
		tone: 'reject',
		facts: [{ term: m.story_reason(), value: refused.reason }, boundTo(story, position, refused)]
	};
}

export function tellVeto({ reason }: BodyOf<'veto.made'>): Told {
	return { title: entryTypeWords('veto.made'), tone: 'reject', facts: [{ term: m.story_reason(), value: reason }] };
}

export function tellOverdue({ dueAt, to }: BodyOf<'checkpoint.overdue'>): Told {
	return {
		title: entryTypeWords('checkpoint.overdue'),
		tone: 'escalate',
		facts: [
			{ term: m.story_due(), moment: dueAt },
			{ term: m.story_next_in_line(), value: roleWords(to) }
		]
	};
}

/** @param entryId the action's own entry */
export function tellAction(story: Story, entryId: string, action: FinalizedAction, names: StoryNames): Told {
	const { mode, because, policyVersion, ruleId } = action;
	const end = endOf(story, entryId, action);
	const base = restsOn(story, action);
	return {
		title: m.story_final({ disposition: actionWords(action) }),
		tone: end ? 'void' : 'final',
		mode,
		facts: [
			...(action.class === null ? [] : [{ term: m.story_class(), value: names.class(action.class) }]),
			...workFacts(action),
			{ term: m.story_because(), value: BECAUSE[because]() },
			...(base.length === 0 ? [] : [{ term: m.story_rests_on(), value: recordsWords(base) }]),
			...(policyVersion === null
				? []
				: [{ term: m.story_decided_under(), value: ruleWords(story, policyVersion, ruleId) }]),
			...tellSent(story, entryId)
		],
		remark: end ? m.story_final_withdrawn({ position: end.position }) : null
	};
}

export function tellWithdrawnAction(
	story: Story,
	entryId: string,
	{ actionId, because }: BodyOf<'action.withdrawn'>
): Told {
	const position = positionOf(story, 'action.finalized', actionId);
	return {
		title: entryTypeWords('action.withdrawn'),
		tone: 'void',
		facts: [
			{ term: m.story_because(), value: withdrawnWords(because) },
			{ term: m.story_takes_back(), value: position === null ? actionId : m.story_entry({ position }) },
			...tellSent(story, entryId)
		]
	};
}

/** What holds now: the newest action that was not withdrawn; null where nothing is final. */
export function outcomeOf(story: Pick<Story, 'rows'>): FinalizedAction | null {
	const standing = rowsOf(story, 'action.finalized').findLast(({ entry, body }) => !endOf(story, entry.id, body));
	return standing?.body ?? null;
}

/** The withdrawal after it that is about the same suggestion: of itself, or of a later action that carried it on. */
function endOf(story: Pick<Story, 'rows'>, entryId: string, { suggestionId }: FinalizedAction) {
	const position = story.rows.find(({ entry }) => entry.id === entryId)?.position ?? 0;
	return rowsOf(story, 'action.withdrawn').find(
		(row) => row.position > position && row.body.suggestionId === suggestionId
	);
}

/** Of a work order: what is to be done, or was. */
function workFacts(action: FinalizedAction): Fact[] {
	if (action.kind !== 'work-order') return [];
	const { state, remedies, parts, minutes } = action;
	const facts: [string, string][] = [
		[state === 'done' ? m.work_order_remedies_done() : m.work_order_remedies(), remedies.join(', ')],
		[m.work_order_parts(), parts.map((part) => m.work_order_part(part)).join(', ')],
		[m.work_order_minutes(), minutes === null ? '' : m.work_order_minutes_count({ count: minutes })]
	];
	return facts.flatMap(([term, value]) => (value === '' ? [] : [{ term, value }]));
}

function tellSent({ told }: Story, entryId: string): Fact[] {
	return (told.get(entryId) ?? []).map(({ name, ...sent }) => ({ term: m.story_told({ name }), sent }));
}

function restsOn(story: Story, { decisionIds, approvalIds }: FinalizedAction): number[] {
	const found = [
		...decisionIds.map((id) => positionOf(story, 'decision.made', id)),
		...approvalIds.map((id) => positionOf(story, 'approval.given', id))
	];
	return found.filter((position) => position !== null);
}

type Signed = Pick<BodyOf<'approval.given'>, 'suggestionId' | 'signed'>;

/** What a signature was put under, worked out again from the records before it: its hash fits these decisions, or none. */
function boundTo(story: Story, position: number, { suggestionId, signed }: Signed): Fact {
	const term = m.story_bound();
	const earlier = { rows: story.rows.filter((row) => row.position < position) };
	const withdrawn = new Set(rowsOf(earlier, 'decision.withdrawn').map(({ body }) => body.decisionId));
	const made = rowsOf(earlier, 'decision.made').flatMap(({ body: decision, entry: { actor } }) => {
		const { personId, role } = actor;
		return decision.suggestionId === suggestionId && personId !== null && role !== null
			? [{ decision, by: { personId, role } }]
			: [];
	});
	const decisions = standingDecisions(made, withdrawn);
	const photo = rowsOf(story, 'capture.recorded')[0]?.body.photo.sha256 ?? '';
	if (hashOfMatter({ suggestionId, photo, decisions }) !== signed) return { term, value: m.story_bound_elsewhere() };
	const positions = decisions.map(({ decision }) => positionOf(story, 'decision.made', decision.id));
	return { term, value: recordsWords(positions.filter((place) => place !== null)) };
}

function recordsWords(positions: readonly number[]): string {
	return positions.map((position) => m.story_entry({ position })).join(', ');
}
