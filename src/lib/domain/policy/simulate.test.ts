import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../decision';
import { FIRST_POLICY, IN_THE_LOOP, factsBefore, route, type Policy, type Rule } from '.';
import { findingOf, Simulation, type Finding, type PastSuggestion } from './simulate';
import { anyFacts, anyPolicy } from './testing/arbitrary';

const CRACK_PART = { family: 'tiles', classes: [{ id: 'crack', name: 'Crack', severity: 'critical' as const }] };

function past(finding: Finding, changes: Partial<PastSuggestion['facts']> = {}): PastSuggestion {
	const facts: PastSuggestion['facts'] = {
		suggestionId: 's',
		kind: 'defect',
		class: 'good',
		partFamily: 'tiles',
		asset: null,
		severity: null,
		confidence: 0.97,
		setSize: 1,
		novelty: 0.1,
		usable: true,
		person: 'ana',
		at: '2026-11-22T10:00:00.000Z',
		...changes
	};
	return { facts, before: factsBefore(CRACK_PART, facts.suggestionId, facts.person, facts.at), finding };
}

function simulate(rules: readonly Rule[], cases: readonly PastSuggestion[], current: Policy = FIRST_POLICY) {
	const simulation = new Simulation({ version: 2, rules: [...rules] }, current);
	for (const each of cases) simulation.add(each);
	return simulation.result;
}

const AUTO: Rule = {
	id: 'auto',
	name: 'Clearly good',
	when: { kind: ['defect'], class: ['good'], confidence: { atLeast: 0.95 } },
	then: { ...IN_THE_LOOP, mode: 'autonomous', owner: 'q', reason: 'r', expiresAt: '2027-01-01T00:00:00Z' }
};

it('counts what would pass by itself, and what people found wrong among that', () => {
	const cases = [past('right'), past('right'), past('missed'), past('undecided'), past('missed', { confidence: 0.9 })];
	const result = simulate([AUTO, ...FIRST_POLICY.rules], cases);
	expect(result.modes.autonomous).toEqual({ now: 0, then: 4 });
	expect(result.modes['in-the-loop']).toEqual({ now: 5, then: 1 });
	expect(result.passed).toMatchObject({ right: 2, missed: 1, undecided: 1 });
	expect(result).toMatchObject({ total: 5, changed: 4 });
	expect(result.rules[0]).toMatchObject({ caught: 4, caughtNow: null, mode: 'autonomous' });
	expect(result.rules.find(({ rule }) => rule?.id === 'everything-else')).toMatchObject({ caught: 1, caughtNow: 5 });
});

it('says for whom there is more to do', () => {
	const experts: Rule = {
		id: 'cracks',
		name: 'Cracks',
		when: { class: ['crack'] },
		then: {
			...IN_THE_LOOP,
			decidedBy: ['quality-engineer'],
			reveal: 'commit-first',
			readers: 2,
			approvedBy: 'supervisor'
		}
	};
	const cases = [past('right', { class: 'crack' }), past('right'), past('right', { person: 'ben' })];
	const result = simulate([experts, ...FIRST_POLICY.rules], cases);
	expect(result.asked).toEqual([
		{ role: 'quality-engineer', count: { now: 3, then: 3 } },
		{ role: 'inspector', count: { now: 3, then: 2 } }
	]);
	expect(result.approvals).toEqual([{ role: 'supervisor', count: { now: 0, then: 1 } }]);
	expect(result.secondReads).toEqual({ now: 0, then: 1 });
	// The question must not tell what the model said: every part that can have a crack is asked about.
	expect(result.firstCalls).toEqual([
		{ person: 'ana', count: { now: 0, then: 2 } },
		{ person: 'ben', count: { now: 0, then: 1 } }
	]);
});

it('says what passes by itself, who could stop it, and who is asked afterwards', () => {
	const passing: Rule = {
		id: 'passing',
		name: 'Passing',
		when: { class: ['good'] },
		then: { ...IN_THE_LOOP, mode: 'on-the-loop', vetoWindowS: 60, vetoBy: 'supervisor', sample: 1 }
	};
	const cases = [
		past('right', { class: 'good' }),
		past('missed', { class: 'good' }),
		past('right', { class: 'crack' })
	];
	const result = simulate([passing, ...FIRST_POLICY.rules], cases);
	expect(result.passes).toEqual({ now: 0, then: 2 });
	expect(result.passed).toMatchObject({ right: 1, missed: 1 });
	expect(result.vetoes).toEqual([{ role: 'supervisor', count: { now: 0, then: 2 } }]);
	expect(result.looks.map(({ role, count }) => [role, count.then])).toEqual([
		['inspector', 2],
		['quality-engineer', 2]
	]);
	expect(result.asked.find(({ role }) => role === 'inspector')?.count).toEqual({ now: 3, then: 1 });
	// Nothing can pass for what names nothing.
	const nameless: Rule = { ...passing, when: {} };
	expect(simulate([nameless], [past('undecided', { class: null })]).passes).toEqual({ now: 0, then: 0 });
});

it('counts every suggestion once, in the rule that the draft routes it to', () => {
	fc.assert(
		fc.property(anyPolicy, anyPolicy, fc.array(anyFacts, { maxLength: 30 }), (draft, current, facts) => {
			const cases = facts.map((each): PastSuggestion => ({ facts: each, before: null, finding: 'right' }));
			const result = simulate(draft.rules, cases, current);
			const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);
			expect(sum(result.rules.map(({ caught }) => caught))).toBe(facts.length);
			expect(sum(Object.values(result.modes).map(({ then }) => then))).toBe(facts.length);
			expect(sum(Object.values(result.modes).map(({ now }) => now))).toBe(facts.length);
			for (const { rule, caught } of result.rules) {
				const routed = facts.filter((each) => route(draft, each).rule?.id === rule?.id);
				expect(caught).toBe(routed.length);
			}
			expect(simulate(current.rules, cases, current).changed).toBe(0);
		})
	);
});

describe('what people made of a suggestion', () => {
	const common = {
		id: 'd',
		captureId: 'c',
		suggestionId: 's',
		supersedes: null,
		note: '',
		reveal: 'suggestion-first' as const,
		shownAt: null,
		policyVersion: 1,
		ruleId: null
	};
	const correct = (to: string | null): Decision => ({
		...common,
		verdict: 'correct',
		class: to,
		otherClass: to === null ? 'Scratch' : null
	});
	const escalate: Decision = { ...common, verdict: 'escalate', to: 'quality-engineer' };
	const good: Decision = { ...common, verdict: 'reject', because: 'part-good' };
	const unusable: Decision = { ...common, verdict: 'reject', because: 'unusable' };

	it.each<[string | null, Decision[], Finding]>([
		['crack', [], 'undecided'],
		['crack', [escalate], 'undecided'],
		['crack', [{ ...common, verdict: 'accept', class: 'crack' }], 'right'],
		['crack', [good], 'false-alarm'],
		['good', [good], 'right'],
		['good', [correct('crack')], 'missed'],
		['good', [correct(null)], 'missed'],
		['crack', [correct('fray')], 'other-class'],
		['unnamed-defect', [correct('fray')], 'right'],
		['unnamed-defect', [good], 'false-alarm'],
		['crack', [unusable], 'unusable'],
		['crack', [escalate, correct('fray')], 'other-class'],
		['crack', [correct('fray'), escalate], 'other-class']
	])('named %s', (named, decisions, finding) => {
		expect(findingOf(named, decisions)).toBe(finding);
	});
});
