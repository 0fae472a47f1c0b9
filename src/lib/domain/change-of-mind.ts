/**
 * A committed call beside the model's, and what became of it: measures how much the model moves people, and in which direction. Apart
 * from the call itself: only the screen after the reveal and the figures need it.
 */
import type { FirstCall } from './committed-call';
import type { Decision } from './decision';
import { GOOD } from './site';
import { certaintyOf, plausibleClasses, suggestedClass, UNNAMED_DEFECT, type Suggestion } from './suggestion';

/**
 * How the model's call stands to the person's. `silent`: there was nothing to go by. `new`: unlike anything confirmed here. `possible`:
 * the model is not sure, and the person's call is among what it holds possible. The last two are for a model that is sure, or a person's
 * call that it rules out.
 */
export type Comparison = 'silent' | 'new' | 'possible' | 'same' | 'different';

type Said = Pick<Suggestion, 'candidates' | 'conformalSet' | 'anomaly' | 'novelty'>;

export function compareCalls(first: FirstCall, suggestion: Said): Comparison {
	const certainty = certaintyOf(suggestion);
	if (certainty === 'nothing-taught') return 'silent';
	if (certainty === 'new') return 'new';
	const same = isModelsCall(first, suggestion);
	if (certainty === 'sure') return same ? 'same' : 'different';
	const possible = first.kind === 'class' && plausibleClasses(suggestion).includes(first.class);
	return same || possible ? 'possible' : 'different';
}

/** What became of a first call. Of the last three exactly one holds, unless the case was handed over: then none does. */
export interface ChangeOfMind {
	/** The first call was the model's first candidate. */
	agreedAtFirst: boolean;
	/** The model's call took the place of another. */
	changedToModel: boolean;
	/** A third call took the place of the first, or one against a model that had agreed. */
	changedAway: boolean;
	/** The first call stands. */
	kept: boolean;
}

export function changeOfMind(first: FirstCall, suggestion: Said, decision: Decision): ChangeOfMind {
	const agreedAtFirst = isModelsCall(first, suggestion);
	const final = finalCall(decision);
	const kept = final !== null && isSameCall(first, final);
	const changed = final !== null && !kept;
	const changedToModel = changed && !agreedAtFirst && isModelsCall(final, suggestion);
	return { agreedAtFirst, changedToModel, changedAway: changed && !changedToModel, kept };
}

/** A model that knows good parts alone cannot name a defect: any defect is what it means. */
function isModelsCall(call: FirstCall, suggestion: Said): boolean {
	const named = suggestedClass(suggestion);
	if (named === null || call.kind === 'cannot-tell') return false;
	if (named === UNNAMED_DEFECT) return call.kind === 'other-defect' || call.class !== GOOD;
	return call.kind === 'class' && call.class === named;
}

/** Null for a case that was handed over. */
function finalCall(decision: Decision): FirstCall | null {
	switch (decision.verdict) {
		case 'accept':
			return decision.class === UNNAMED_DEFECT ? { kind: 'other-defect' } : { kind: 'class', class: decision.class };
		case 'correct':
			return decision.class === null ? { kind: 'other-defect' } : { kind: 'class', class: decision.class };
		case 'reject':
			return decision.because === 'part-good' ? { kind: 'class', class: GOOD } : { kind: 'cannot-tell' };
		case 'escalate':
			return null;
	}
}

function isSameCall(one: FirstCall, other: FirstCall): boolean {
	if (one.kind === 'class' && other.kind === 'class') return one.class === other.class;
	return one.kind === other.kind;
}
