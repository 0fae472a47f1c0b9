import { describe, expect, it } from 'vitest';
import { GOOD } from '../site';
import { FIRST_POLICY, IN_THE_LOOP, type Policy } from './policy';
import { boundsOf, refineRules, Refiner, type Refinement } from './refine';
import { route, type RoutingFacts } from './route';
import type { Finding } from './simulate';

const FACTS: RoutingFacts = {
	suggestionId: 's',
	kind: 'defect',
	class: 'crack',
	partFamily: 'Tiles',
	asset: null,
	severity: 'major',
	confidence: 0.9,
	setSize: 1,
	novelty: 0.1,
	usable: true,
	person: 'lena',
	at: '2026-11-22T08:00:00Z'
};

function refinementsOf(policy: Policy, ...past: [count: number, finding: Finding, facts?: Partial<RoutingFacts>][]) {
	const refiner = new Refiner(policy, (id) => id);
	for (const [count, finding, facts] of past) {
		for (let each = 0; each < count; each++) refiner.add({ facts: { ...FACTS, ...facts }, finding });
	}
	return refiner.refinements;
}

const kinds = (refinements: readonly Refinement[]) => refinements.map(({ kind }) => kind);

describe('an own call first', () => {
	it('is proposed where people often correct the model, for these suggestions alone', () => {
		const [refinement] = refinementsOf(FIRST_POLICY, [30, 'right'], [10, 'other-class']);
		expect(refinement).toMatchObject({ kind: 'own-call-first', decided: 40, wrong: 10, before: 'everything-else' });
		expect(refinement?.rule.when).toEqual({ partFamily: ['Tiles'], class: ['crack'] });
		expect(refinement?.rule.then).toEqual({ ...IN_THE_LOOP, reveal: 'commit-first' });
	});

	it('is not proposed from a few cases, nor from photos that nobody could judge', () => {
		expect(refinementsOf(FIRST_POLICY, [3, 'other-class'], [9, 'right'])).toEqual([]);
		expect(refinementsOf(FIRST_POLICY, [30, 'right'], [30, 'unusable'], [30, 'undecided'])).toEqual([]);
	});

	it('is not proposed again where it is the rule already', () => {
		const [refinement] = refinementsOf(FIRST_POLICY, [30, 'right'], [10, 'other-class']);
		const refined = {
			version: 2,
			rules: refineRules(FIRST_POLICY.rules, refinement ?? { rule: unknown, before: null })
		};
		expect(kinds(refinementsOf(refined, [30, 'right'], [10, 'other-class']))).not.toContain('own-call-first');
	});
});

const unknown = { id: 'unknown', name: '', when: {}, then: IN_THE_LOOP };

it('tells classes and families apart', () => {
	const found = refinementsOf(
		FIRST_POLICY,
		[40, 'right', { class: 'fray' }],
		[40, 'false-alarm', { partFamily: 'Castings' }]
	);
	expect(found.map(({ family, class: named }) => [family, named])).toEqual([['Castings', 'crack']]);
});

it('puts its rule where it takes nothing from rules that ask for more', () => {
	const strict = { id: 'strict', name: 'Strict', when: { setSize: { atLeast: 2 } }, then: IN_THE_LOOP };
	const [refinement] = refinementsOf({ version: 3, rules: [strict, ...FIRST_POLICY.rules] }, [40, 'false-alarm']);
	const rules = refineRules([strict, ...FIRST_POLICY.rules], refinement ?? { rule: unknown, before: null });
	const caughtBy = (facts: Partial<RoutingFacts>) => route({ version: 4, rules }, { ...FACTS, ...facts }).rule?.id;
	expect(caughtBy({ setSize: 2 })).toBe('strict');
	expect(caughtBy({ usable: false })).toBe('unusable-capture');
	expect(caughtBy({})).toBe(refinement?.rule.id);
	expect(caughtBy({ class: 'fray' })).toBe('everything-else');
});

it('proposes a second reader where good was said of what is not', () => {
	const found = refinementsOf(FIRST_POLICY, [95, 'right', { class: GOOD }], [10, 'missed', { class: GOOD }]);
	// Only what this version of the app acts on is proposed at all.
	for (const { kind, wrong } of found) expect([kind, wrong]).toEqual(['second-reader', 10]);
});

it('never proposes to wait for fewer people before the model was right a long time', () => {
	expect(kinds(refinementsOf(FIRST_POLICY, [380, 'right']))).not.toContain('veto-window');
	expect(kinds(refinementsOf(FIRST_POLICY, [5_000, 'right'], [60, 'other-class']))).not.toContain('veto-window');
	// Unclear cases neither count for it nor would pass by it.
	expect(kinds(refinementsOf(FIRST_POLICY, [5_000, 'right', { setSize: null }]))).not.toContain('veto-window');
});

describe('bounds', () => {
	it.each([
		[0, 381, 0, 0.00998],
		[10, 40, 0.1419, 0.4019],
		[40, 40, 0.9124, 1],
		[0, 0, 0, 1]
	])('%i of %i', (hits, total, least, most) => {
		const bounds = boundsOf(hits, total);
		expect(bounds.least).toBeCloseTo(least, 3);
		expect(bounds.most).toBeCloseTo(most, 3);
	});
});
