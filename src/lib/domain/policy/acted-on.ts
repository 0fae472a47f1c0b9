/**
 * What of a policy this version of the app acts on. The language of rules says more than that: a rule that asks for the rest can be
 * written, exchanged and simulated, but not published, because it would promise what nobody keeps.
 */
import type { Rule } from './policy';
import type { SuggestionKind } from '../suggestion';
import type { Role } from '../site';

/** The kinds of suggestion that are made today. */
export const ROUTED_KINDS = ['anomaly', 'defect', 'fault-cause'] as const satisfies readonly SuggestionKind[];

/** Who may decide or be handed a case: those who can state a decision. */
export const DECIDING_ROLES = [
	'inspector',
	'technician',
	'auditor',
	'quality-engineer',
	'supervisor',
	'admin'
] as const satisfies readonly Role[];

export type NotActedOn = 'when.asset';

/** Where a rule asks for something that nothing acts on; empty for a rule that can be published. */
export function notActedOn({ when }: Rule): NotActedOn[] {
	// Of all suggestions, only fault causes are about a machine.
	return when.asset === undefined || when.kind?.includes('fault-cause') ? [] : ['when.asset'];
}

/** The rule with everything left out that nothing acts on. */
export function asActedOn(rule: Rule): Rule {
	if (notActedOn(rule).length === 0) return rule;
	const { asset: _, ...when } = rule.when;
	return { ...rule, when };
}
