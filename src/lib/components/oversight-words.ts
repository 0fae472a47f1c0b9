/** Actions and signatures in the words people read. */
import type { FinalizedAction, WithdrawnAction } from '$lib/domain/action';
import type { Meaning } from '$lib/domain/approval';
import type { Disposition } from '$lib/domain/site';
import { m } from '$lib/messages';

const DISPOSITION_WORDS: Record<Disposition, () => string> = {
	'use-as-is': m.oversight_disposition_use_as_is,
	rework: m.oversight_disposition_rework,
	scrap: m.oversight_disposition_scrap,
	quarantine: m.oversight_disposition_quarantine,
	return: m.oversight_disposition_return
};

const MEANING_WORDS: Record<Meaning, () => string> = {
	reviewed: m.oversight_meaning_reviewed,
	approved: m.oversight_meaning_approved,
	'responsible-for': m.oversight_meaning_responsible_for
};

const WITHDRAWN_WORDS: Record<WithdrawnAction['because'], () => string> = {
	'decision-withdrawn': m.oversight_withdrawn_decision_withdrawn,
	superseded: m.oversight_withdrawn_superseded,
	disputed: m.oversight_withdrawn_disputed,
	vetoed: m.oversight_withdrawn_vetoed,
	'approval-refused': m.oversight_withdrawn_approval_refused
};

export const dispositionWords = (disposition: Disposition): string => DISPOSITION_WORDS[disposition]();
/** What is to be done, or was. */
export function actionWords(action: FinalizedAction): string {
	if (action.kind === 'disposition') return dispositionWords(action.disposition);
	const { state, cause } = action;
	return state === 'done' ? m.work_order_done({ cause }) : m.work_order_open({ cause });
}
export const meaningWords = (meaning: Meaning): string => MEANING_WORDS[meaning]();
/** Why an action that was final no longer holds. */
export const withdrawnWords = (because: WithdrawnAction['because']): string => WITHDRAWN_WORDS[because]();
