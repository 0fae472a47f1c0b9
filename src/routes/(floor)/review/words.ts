/** Cases, and what happened to them, in the words of the review desk. */
import { roleWords } from '$lib/components/words';
import { classText, orList } from '$lib/components/inspect/words';
import type { CaseSummary } from '$lib/domain/case';
import type { Decision } from '$lib/domain/decision';
import type { Mode } from '$lib/domain/policy';
import { deadlineOf } from '$lib/domain/review/order';
import type { Classed, Role } from '$lib/domain/site';
import { NEW_CASE_NOVELTY } from '$lib/domain/suggestion';
import { getLocale, m } from '$lib/messages';

const STATES = {
	open: m.review_state_open,
	escalated: m.review_state_escalated,
	disputed: m.review_state_disputed,
	'awaiting-approval': m.review_state_awaiting_approval,
	satisfied: m.review_state_satisfied,
	vetoable: m.review_state_vetoable
} as const;
export type CaseState = keyof typeof STATES;
export const CASE_STATES = Object.keys(STATES) as CaseState[];

export const stateWords = (state: CaseState): string => STATES[state]();

const MODES: Record<Mode, () => string> = {
	'in-the-loop': m.review_mode_in_the_loop,
	'on-the-loop': m.review_mode_on_the_loop,
	autonomous: m.review_mode_autonomous
};

/** What a mode means for what may become final. */
export const modeSentence = (mode: Mode): string => MODES[mode]();

export function classWords(part: Classed | null, id: string | null): string {
	if (id === null) return m.review_why_silent();
	return part ? classText(part, id) : id;
}

export function rolesWords(roles: readonly Role[]): string {
	return orList(roles.map(roleWords));
}

/** Why a case waits, in three words: the headline of its row. */
export function reasonWords(item: CaseSummary, part: Classed | null, hidesModel: boolean): string {
	if (item.passed && item.state === 'open')
		return m.review_why_passed({ class: classWords(part, item.suggestedClass) });
	if (item.vetoUntil) return m.review_why_stop({ class: classWords(part, item.suggestedClass) });
	switch (item.state) {
		case 'escalated':
			return m.review_why_escalated();
		case 'disputed':
			return m.review_why_disputed();
		case 'awaiting-approval':
			return m.review_why_sign({ class: classWords(part, item.decidedClass) });
		case 'satisfied':
			return m.review_state_satisfied();
		case 'open':
			return openWords(item, part, hidesModel);
	}
}

function openWords(item: CaseSummary, part: Classed | null, hidesModel: boolean): string {
	if (item.readers && item.readers.needed > 1 && item.readers.done.length > 0) return m.review_why_second();
	if (hidesModel) return m.review_why_first();
	if ((item.novelty ?? 0) >= NEW_CASE_NOVELTY) return m.review_why_new();
	const named = classWords(part, item.suggestedClass);
	return (item.setSize ?? 1) > 1 && item.suggestedClass !== null ? m.review_why_unsure({ class: named }) : named;
}

/** How urgent it is: "Overdue", "due 14:02", or null. */
export function dueWords(item: CaseSummary, now: number): string | null {
	if (item.overdue) return m.review_overdue();
	const deadline = deadlineOf(item);
	if (deadline === null) return null;
	const sameDay = new Date(deadline).toDateString() === new Date(now).toDateString();
	const when = new Intl.DateTimeFormat(getLocale(), sameDay ? { timeStyle: 'short' } : { dateStyle: 'short' });
	return m.review_due({ when: when.format(new Date(deadline)) });
}

/** "accepted Crack", "handed over to quality engineer". */
export function decisionWords(decision: Decision, part: Classed | null): string {
	switch (decision.verdict) {
		case 'accept':
			return m.review_story_accepted({ class: classWords(part, decision.class) });
		case 'correct':
			return m.review_story_corrected({
				class: decision.class === null ? (decision.otherClass ?? '') : classWords(part, decision.class)
			});
		case 'reject':
			return decision.because === 'part-good' ? m.review_story_good() : m.review_story_unusable();
		case 'escalate':
			return m.review_story_escalated({ role: roleWords(decision.to) });
	}
}

/** What is left until a moment: "4 min 05 s". */
export function countdownWords(ms: number): string {
	const seconds = Math.max(0, Math.ceil(ms / 1000));
	const unit = (value: number, name: 'hour' | 'minute' | 'second') =>
		new Intl.NumberFormat(getLocale(), { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
	if (seconds >= 3600)
		return `${unit(Math.floor(seconds / 3600), 'hour')} ${unit(Math.floor((seconds % 3600) / 60), 'minute')}`;
	if (seconds >= 60) return `${unit(Math.floor(seconds / 60), 'minute')} ${unit(seconds % 60, 'second')}`;
	return unit(seconds, 'second');
}

/** As short as it can be read beside others: "38", "100K". */
export function shortNumber(value: number): string {
	return new Intl.NumberFormat(getLocale(), value < 10_000 ? {} : { notation: 'compact' }).format(value);
}
