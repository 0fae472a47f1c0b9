/** A person's own call and the model's, in words. Loaded with the screen that shows them. */
import type { FirstCall } from '$lib/domain/committed-call';
import type { Classed } from '$lib/domain/site';
import { certaintyOf, plausibleClasses, suggestedClass, type Suggestion } from '$lib/domain/suggestion';
import { m } from '$lib/messages';
import { classText, orList } from './words';

export function firstCallText(part: Classed, call: FirstCall): string {
	switch (call.kind) {
		case 'class':
			return classText(part, call.class);
		case 'other-defect':
			return m.inspect_first_other();
		case 'cannot-tell':
			return m.inspect_first_cannot_tell();
	}
}

/** Never one confident label when the model is not sure. */
export function modelsCallText(part: Classed, suggestion: Suggestion): string {
	const named = suggestedClass(suggestion);
	const certainty = certaintyOf(suggestion);
	if (named === null || certainty === 'nothing-taught') return m.inspect_reveal_nothing();
	if (certainty === 'new') return m.inspect_new_case();
	if (certainty === 'sure') return classText(part, named);
	const plausible = plausibleClasses(suggestion);
	const classes = plausible.length > 1 ? plausible : suggestion.candidates.slice(0, 2).map(({ class: id }) => id);
	return m.inspect_could_be({ classes: orList(classes.map((id) => classText(part, id))) });
}
