/** What keeping a committed call comes to, once the model's is known. Loaded with the screen that shows both. */
import type { FirstCall } from '$lib/domain/committed-call';
import { GOOD } from '$lib/domain/site';
import { suggestedClass, type Suggestion } from '$lib/domain/suggestion';
import type { Call } from './compose';

/** The decision that leaves a committed call as it is; null where it takes words to say it: a defect that is not listed. */
export function keptCall(first: FirstCall, suggestion: Suggestion): Call | null {
	if (first.kind === 'other-defect') return null;
	if (first.kind === 'cannot-tell') return { verdict: 'reject', because: 'unusable', note: '' };
	const named = suggestedClass(suggestion);
	if (first.class === named) return { verdict: 'accept' };
	if (first.class === GOOD && named !== null) return { verdict: 'reject', because: 'part-good', note: '' };
	return { verdict: 'correct', class: first.class, otherClass: null, note: '' };
}
