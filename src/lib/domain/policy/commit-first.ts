/** Whether a person is to be asked before the model's call could be shown: known from what is known without the model. */
import type { Severity } from '../site';
import type { SuggestionKind } from '../suggestion';
import type { Conditions, Policy, Rule } from './policy';
import { conditionNames, holds, isAbout, isInForce, type RoutingFacts } from './route';

/** What is known before the model has spoken, and what it could say. */
export interface FactsBefore extends Pick<
	RoutingFacts,
	'suggestionId' | 'partFamily' | 'asset' | 'person' | 'tightened' | 'at'
> {
	kinds: readonly SuggestionKind[];
	/** Every class that could be suggested. */
	classes: readonly string[];
	/** Of those classes. */
	severities: readonly Severity[];
}

type Match = 'yes' | 'no' | 'maybe';

/**
 * Whether any rule that may yet match asks for the person's call first. Asked only where such a rule has matched, the question itself
 * would say what the model said: a rule about one class therefore asks about every part that can have it.
 */
export function asksFirst(policy: Policy, facts: FactsBefore): boolean {
	if (facts.tightened) return true;
	for (const rule of policy.rules) {
		const match = matchBefore(rule, facts);
		if (match !== 'no' && rule.then.reveal === 'commit-first') return true;
		if (match === 'yes') return false;
	}
	return false;
}

function matchBefore(rule: Rule, facts: FactsBefore): Match {
	if (!isInForce(rule, facts.at) || !facts.kinds.some((kind) => isAbout(rule, kind))) return 'no';
	const matches = conditionNames(rule.when).map((name) => holdsBefore(name, rule.when, facts));
	if (matches.includes('no')) return 'no';
	return matches.includes('maybe') ? 'maybe' : 'yes';
}

function holdsBefore(name: keyof Conditions, when: Conditions, facts: FactsBefore): Match {
	switch (name) {
		case 'partFamily':
		case 'asset':
		case 'person':
		case 'sampled':
			return holds(name, when, { ...UNKNOWN, ...facts }) ? 'yes' : 'no';
		case 'kind':
			return among(facts.kinds, when.kind);
		case 'class':
			return among(facts.classes, when.class);
		case 'severity':
			// Good parts have none, so this is never certain.
			return among(facts.severities, when.severity) === 'no' ? 'no' : 'maybe';
		case 'confidence':
		case 'novelty':
		case 'setSize':
		case 'usable':
			return 'maybe';
	}
}

function among<T extends string>(possible: readonly T[], wanted: readonly T[] = []): Match {
	const fitting = possible.filter((value) => wanted.includes(value));
	if (fitting.length === 0) return 'no';
	return fitting.length === possible.length ? 'yes' : 'maybe';
}

const UNKNOWN = {
	kind: 'defect',
	class: null,
	severity: null,
	confidence: null,
	setSize: null,
	novelty: null,
	usable: true
} as const;
