import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GOOD, SEVERITIES } from '../site';
import { asksFirst, type FactsBefore } from './commit-first';
import { FIRST_POLICY, IN_THE_LOOP, type Conditions, type Consequence, type Policy } from './policy';
import { route } from './route';

const COMMIT_FIRST: Consequence = { ...IN_THE_LOOP, reveal: 'commit-first' };

const before: FactsBefore = {
	suggestionId: 'suggestion-1',
	kinds: ['anomaly', 'defect'],
	classes: [GOOD, 'crack', 'fray'],
	severities: ['critical', 'minor'],
	partFamily: 'tiles',
	asset: null,
	person: 'lena',
	at: '2026-11-22T10:00:00.000Z'
};

function policy(...rules: [Conditions, Consequence][]): Policy {
	return { version: 2, rules: rules.map(([when, then], index) => ({ id: `${index}`, name: `${index}`, when, then })) };
}

describe('asking before the model has spoken', () => {
	it('is not what the first policy of a site does', () => {
		expect(asksFirst(FIRST_POLICY, before)).toBe(false);
	});

	it.each<[string, Conditions, boolean]>([
		['everything', {}, true],
		['this person', { person: ['lena'] }, true],
		['somebody else', { person: ['omar'] }, false],
		['this family of parts', { partFamily: ['tiles'] }, true],
		['a class that the part can have', { class: ['crack'] }, true],
		['a class that it cannot have', { class: ['bent'] }, false],
		['a severity that it can have', { severity: ['critical'] }, true],
		['a severity that it cannot have', { severity: ['major'] }, false],
		['fault causes', { kind: ['fault-cause'] }, false],
		['photos that cannot be used', { usable: false }, true],
		['a class on other parts', { class: ['crack'], partFamily: ['covers'] }, false]
	])('follows a rule about %s', (_, when, expected) => {
		expect(asksFirst(policy([when, COMMIT_FIRST]), before)).toBe(expected);
	});

	it('ends at the rule that is certain to match', () => {
		expect(asksFirst(policy([{ person: ['lena'] }, IN_THE_LOOP], [{}, COMMIT_FIRST]), before)).toBe(false);
		expect(asksFirst(policy([{ usable: false }, IN_THE_LOOP], [{}, COMMIT_FIRST]), before)).toBe(true);
	});

	it('draws the same suggestions as the route will', () => {
		const some = policy([{ sampled: 0.3 }, COMMIT_FIRST], [{}, IN_THE_LOOP]);
		const asked = Array.from({ length: 400 }, (_, index) => asksFirst(some, { ...before, suggestionId: `s-${index}` }));
		expect(asked.filter(Boolean).length).toBeGreaterThan(80);
		expect(asked.filter(Boolean).length).toBeLessThan(160);
	});

	const conditions = fc.record(
		{
			kind: fc.subarray(['anomaly', 'defect', 'fault-cause'] as const),
			class: fc.subarray([GOOD, 'crack', 'bent']),
			severity: fc.subarray([...SEVERITIES]),
			partFamily: fc.subarray(['tiles', 'covers']),
			person: fc.subarray(['lena', 'omar']),
			usable: fc.boolean(),
			sampled: fc.constantFrom(0, 0.5, 1),
			confidence: fc.constant({ below: 0.5 }),
			novelty: fc.constant({ atLeast: 0.9 })
		},
		{ requiredKeys: [] }
	);
	const rules = fc.array(fc.tuple(conditions, fc.constantFrom(COMMIT_FIRST, IN_THE_LOOP)), { maxLength: 4 });

	it('never leaves out a suggestion whose route says commit-first', () => {
		fc.assert(
			fc.property(
				rules,
				fc.constantFrom('anomaly' as const, 'defect' as const),
				fc.constantFrom(...[[GOOD, null] as const, ['crack', 'critical'] as const, ['fray', 'minor'] as const]),
				fc.boolean(),
				fc.double({ min: 0, max: 1, noNaN: true }),
				fc.uuid(),
				(given, kind, [named, severity], usable, share, suggestionId) => {
					const drafted = policy(...given);
					const facts = { ...before, suggestionId };
					const { consequence } = route(drafted, {
						...facts,
						kind,
						class: named,
						severity,
						confidence: share,
						setSize: 1,
						novelty: share,
						usable
					});
					if (consequence.reveal === 'commit-first') expect(asksFirst(drafted, facts)).toBe(true);
				}
			)
		);
	});
});
