/** For tests: policies as people write them, and whatever they may be asked about. */
import fc from 'fast-check';
import { SEVERITIES } from '../../site';
import { SUGGESTION_KINDS } from '../../suggestion';
import { IN_THE_LOOP, type Conditions, type Consequence, type Policy, type Rule, type RoutingFacts } from '..';

export const CLASSES = ['good', 'crack', 'fray', 'break', 'unnamed-defect'];
export const PEOPLE = ['ana', 'ben'];
export const FAMILIES = ['tiles', 'castings'];

/** Round shares as people type them as well: random floating point numbers are next to nothing most of the time. */
export const ratio = fc.oneof(
	fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
	fc.double({ min: 0, max: 1, noNaN: true })
);

export const anyFacts: fc.Arbitrary<RoutingFacts> = fc.record({
	suggestionId: fc.uuid({ version: 7 }),
	kind: fc.constantFrom(...SUGGESTION_KINDS),
	class: fc.option(fc.constantFrom(...CLASSES)),
	partFamily: fc.option(fc.constantFrom(...FAMILIES)),
	asset: fc.option(fc.constantFrom('press-1', 'press-2')),
	severity: fc.option(fc.constantFrom(...SEVERITIES)),
	confidence: fc.option(ratio),
	setSize: fc.option(fc.nat(6)),
	novelty: fc.option(ratio),
	usable: fc.boolean(),
	person: fc.option(fc.constantFrom(...PEOPLE)),
	at: fc
		.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
		.map((date) => date.toISOString())
});

const range = fc.record({ atLeast: ratio, below: ratio }, { requiredKeys: [] });
export const aCondition: { [K in keyof Required<Conditions>]: fc.Arbitrary<Required<Conditions>[K]> } = {
	kind: fc.subarray([...SUGGESTION_KINDS], { minLength: 3 }),
	class: fc.subarray(CLASSES, { minLength: 2 }),
	partFamily: fc.subarray(FAMILIES, { minLength: 1 }),
	asset: fc.constant(['press-1']),
	severity: fc.subarray([...SEVERITIES], { minLength: 1 }),
	confidence: range,
	setSize: fc.record({ atLeast: fc.nat(4), atMost: fc.nat(4) }, { requiredKeys: [] }),
	novelty: range,
	usable: fc.boolean(),
	person: fc.subarray(PEOPLE, { minLength: 1 }),
	sampled: ratio
};

/** At most three conditions a rule: with all of them no rule would ever match. */
export const anyConditions: fc.Arbitrary<Conditions> = fc
	.tuple(fc.record(aCondition), fc.subarray(Object.keys(aCondition) as (keyof Conditions)[], { maxLength: 3 }))
	.map(([all, names]) => Object.fromEntries(names.map((name) => [name, all[name]])));

const CONSEQUENCES: readonly Consequence[] = [
	IN_THE_LOOP,
	{ ...IN_THE_LOOP, reveal: 'commit-first', decidedBy: ['quality-engineer'] },
	{ ...IN_THE_LOOP, readers: 2, approvedBy: 'supervisor', escalateTo: 'supervisor' },
	{ ...IN_THE_LOOP, mode: 'on-the-loop', vetoWindowS: 60, vetoBy: 'quality-engineer' },
	{
		...IN_THE_LOOP,
		mode: 'autonomous',
		owner: 'quality-lead',
		reason: 'Good tiles, 412 verified',
		expiresAt: '2026-09-01T00:00:00.000Z'
	}
];

/** An autonomous rule names kinds and classes, as its schema asks. */
export const anyRule: fc.Arbitrary<Omit<Rule, 'id'>> = fc
	.record({
		when: anyConditions,
		then: fc.constantFrom(...CONSEQUENCES),
		kind: aCondition.kind,
		class: aCondition.class
	})
	.map(({ when, then, ...named }) => ({
		name: 'A rule',
		when: then.mode === 'autonomous' ? { ...when, ...named } : when,
		then
	}));

export const anyRules: fc.Arbitrary<Rule[]> = fc
	.array(anyRule, { maxLength: 6 })
	.map((rules) => rules.map((rule, index) => ({ ...rule, id: `rule-${index}` })));

export const anyPolicy: fc.Arbitrary<Policy> = anyRules.map((rules) => ({ version: 7, rules }));
