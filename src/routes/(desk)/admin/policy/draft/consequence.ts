/** Changes of what a rule asks for, so that each is one that its schema knows. */
import type { Consequence, Mode, Oversight } from '$lib/domain/policy';

/** What is asked of people stays the same whichever the mode; what only one mode has begins anew. */
export function withMode(then: Consequence, mode: Mode): Consequence {
	if (then.mode === mode) return then;
	const { reveal, decidedBy, readers, approvedBy, escalateTo, timeLimitS } = then;
	const oversight: Oversight = { reveal, decidedBy, readers, approvedBy, escalateTo, timeLimitS };
	switch (mode) {
		case 'in-the-loop':
			return { mode, ...oversight };
		case 'on-the-loop':
			return { mode, ...oversight, vetoWindowS: FIRST_WINDOW_S, vetoBy: escalateTo };
		case 'autonomous':
			// Nobody answers for it by accident: owner, reason and end have to be said.
			return { mode, ...oversight, owner: '', reason: '', expiresAt: '' };
	}
}

/** Long enough to look at the part once more. */
const FIRST_WINDOW_S = 15 * 60;

/** The day on which it ends, as a date field has it; empty while none was said. */
export function dayOf(instant: string): string {
	const date = new Date(instant);
	if (Number.isNaN(date.getTime())) return '';
	const [month, day] = [date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0'));
	return `${date.getFullYear()}-${month}-${day}`;
}

/** The last moment of a day, where this browser is. */
export function endOfDay(day: string): string {
	const end = new Date(`${day}T23:59:59`);
	return Number.isNaN(end.getTime()) ? '' : end.toISOString();
}
