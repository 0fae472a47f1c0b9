/** What was decided, in words. Loaded with the screen that says so. */
import type { Decision } from '$lib/domain/decision';
import type { Classed } from '$lib/domain/site';
import { m } from '$lib/messages';
import { roleWords } from '../words';
import { classText } from './words';

/** What a decision came to, for the bar that offers to take it back. */
export function savedText(decision: Decision, part: Classed): string {
	switch (decision.verdict) {
		case 'accept':
			return m.inspect_saved_accept({ class: classText(part, decision.class) });
		case 'correct':
			return m.inspect_saved_correct({
				class: decision.class === null ? (decision.otherClass ?? '') : classText(part, decision.class)
			});
		case 'reject':
			return decision.because === 'part-good' ? m.inspect_saved_good() : m.inspect_saved_unusable();
		case 'escalate':
			return m.inspect_saved_escalated({ role: roleWords(decision.to) });
	}
}
