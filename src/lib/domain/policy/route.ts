/** Which checkpoint a suggestion meets. Pure: the tablet and the server get the same answer from the same facts. */
import { drawOf } from '../draw';
import type { Severity } from '../site';
import type { SuggestionKind } from '../suggestion';
import { FAULTS_IN_THE_LOOP, IN_THE_LOOP, type Conditions, type Consequence, type Policy, type Rule } from './policy';
import { tighten } from './tighten';

/** What the policy may ask about; null where it is not known. */
export interface RoutingFacts {
	suggestionId: string;
	kind: SuggestionKind;
	class: string | null;
	partFamily: string | null;
	asset: string | null;
	severity: Severity | null;
	confidence: number | null;
	setSize: number | null;
	novelty: number | null;
	usable: boolean;
	person: string | null;
	/** That person's oversight is tightened: they decide first, and somebody else after them. */
	tightened?: boolean;
	/** The moment of routing: an autonomous rule past its expiry no longer matches. */
	at: string;
}

export interface Route {
	consequence: Consequence;
	policyVersion: number;
	/** The rule that matched; null when none did, which is always in the loop. */
	rule: { id: string; name: string } | null;
	/** Names of the conditions that made it match. */
	because: (keyof Conditions)[];
}

/** The first rule whose conditions all hold decides; with no such rule a person is in the loop. */
export function route(policy: Policy, facts: RoutingFacts): Route {
	const rule = policy.rules.find((candidate) => matches(candidate, facts));
	const asked = rule?.then ?? (facts.kind === 'fault-cause' ? FAULTS_IN_THE_LOOP : IN_THE_LOOP);
	const consequence = facts.tightened ? tighten(asked) : asked;
	if (!rule) return { consequence, policyVersion: policy.version, rule: null, because: [] };
	return {
		consequence,
		policyVersion: policy.version,
		rule: { id: rule.id, name: rule.name },
		because: conditionNames(rule.when)
	};
}

export function conditionNames(when: Conditions): (keyof Conditions)[] {
	return (Object.keys(when) as (keyof Conditions)[]).filter((name) => when[name] !== undefined);
}

function matches(rule: Rule, facts: RoutingFacts): boolean {
	if (!isInForce(rule, facts.at) || !isAbout(rule, facts.kind)) return false;
	return conditionNames(rule.when).every((name) => holds(name, rule.when, facts));
}

/**
 * Fault causes are met only by rules that name them. What was published about parts, before there were such suggestions or without
 * thinking of them, neither lets a cause pass nor asks an inspector about a gearbox.
 */
export function isAbout({ when }: Rule, kind: SuggestionKind): boolean {
	return kind !== 'fault-cause' || isAmong(kind, when.kind);
}

/** An autonomous rule past its expiry no longer is. */
export function isInForce(rule: Rule, at: string): boolean {
	// Compared as instants: the two sides may write fractions of a second differently.
	return rule.then.mode !== 'autonomous' || Date.parse(at) < Date.parse(rule.then.expiresAt);
}

/** Whether one condition holds for a suggestion. */
export function holds(name: keyof Conditions, when: Conditions, facts: RoutingFacts): boolean {
	switch (name) {
		case 'kind':
			return isAmong(facts.kind, when.kind);
		case 'class':
			return isAmong(facts.class, when.class);
		case 'partFamily':
			return isAmong(facts.partFamily, when.partFamily);
		case 'asset':
			return isAmong(facts.asset, when.asset);
		case 'severity':
			return isAmong(facts.severity, when.severity);
		case 'person':
			return isAmong(facts.person, when.person);
		case 'confidence':
			return isWithin(facts.confidence, when.confidence);
		case 'novelty':
			return isWithin(facts.novelty, when.novelty);
		case 'setSize':
			return isWithin(facts.setSize, when.setSize);
		case 'usable':
			return facts.usable === when.usable;
		case 'sampled':
			return when.sampled !== undefined && drawOf(facts.suggestionId) < when.sampled;
	}
}

function isAmong<T extends string>(value: T | null, allowed: readonly T[] | undefined): boolean {
	return value !== null && allowed !== undefined && allowed.includes(value);
}

interface Range {
	atLeast?: number | undefined;
	below?: number | undefined;
	atMost?: number | undefined;
}

function isWithin(value: number | null, range: Range | undefined): boolean {
	if (value === null || Number.isNaN(value) || range === undefined) return false;
	if (range.atLeast !== undefined && value < range.atLeast) return false;
	if (range.below !== undefined && value >= range.below) return false;
	return range.atMost === undefined || value <= range.atMost;
}
