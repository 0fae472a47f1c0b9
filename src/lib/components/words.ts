/** The domain's values in the words people read. */
import type { Verdict } from '$lib/domain/decision';
import type { Mode } from '$lib/domain/policy';
import type { Role } from '$lib/domain/site';
import { m } from '$lib/messages';

const ROLE_WORDS: Record<Role, () => string> = {
	inspector: m.common_role_inspector,
	technician: m.common_role_technician,
	auditor: m.common_role_auditor,
	'quality-engineer': m.common_role_quality_engineer,
	planner: m.common_role_planner,
	supervisor: m.common_role_supervisor,
	admin: m.common_role_admin
};

export function roleWords(role: Role): string {
	return ROLE_WORDS[role]();
}

const MODE_WORDS: Record<Mode, () => string> = {
	'in-the-loop': m.common_mode_in_the_loop,
	'on-the-loop': m.common_mode_on_the_loop,
	autonomous: m.common_mode_autonomous
};

export function modeWords(mode: Mode): string {
	return MODE_WORDS[mode]();
}

const VERDICT_WORDS: Record<Verdict, () => string> = {
	accept: m.common_verdict_accepted,
	correct: m.common_verdict_corrected,
	reject: m.common_verdict_rejected,
	escalate: m.common_verdict_escalated
};

/** What somebody did: "Accepted", "Corrected". */
export function verdictWords(verdict: Verdict): string {
	return VERDICT_WORDS[verdict]();
}
