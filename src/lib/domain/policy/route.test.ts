import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Policy } from '.';
import { FIRST_POLICY, IN_THE_LOOP, Rule, route, type Consequence, type RoutingFacts } from '.';
import { anyFacts, anyPolicy } from './testing/arbitrary';

const facts: RoutingFacts = {
	suggestionId: '0199a0c0-0000-7000-8000-000000000001',
	kind: 'defect',
	class: 'crack',
	partFamily: 'tiles',
	asset: null,
	severity: 'major',
	confidence: 0.9,
	setSize: 1,
	novelty: 0.1,
	usable: true,
	person: 'ana',
	at: '2026-11-22T10:00:00.000Z'
};

const autonomous: Consequence = {
	...IN_THE_LOOP,
	mode: 'autonomous',
	owner: 'quality-lead',
	reason: 'Good tiles, 412 verified',
	expiresAt: '2026-12-01T00:00:00.000Z'
};

function policyOf(...rules: Policy['rules']): Policy {
	return { version: 7, rules };
}

describe('route', () => {
	it('keeps a suggestion that no rule covers in the loop', () => {
		fc.assert(
			fc.property(anyPolicy, anyFacts, (policy, someFacts) => {
				const result = route(policy, someFacts);
				if (result.rule === null) expect(result.consequence.mode).toBe('in-the-loop');
				else expect(policy.rules.find(({ id }) => id === result.rule?.id)?.then).toEqual(result.consequence);
			}),
			{ numRuns: 2000 }
		);
	});

	it('keeps everything in the loop when there is no rule at all', () => {
		fc.assert(
			fc.property(anyFacts, (someFacts) => {
				expect(route(policyOf(), someFacts)).toMatchObject({ rule: null, consequence: { mode: 'in-the-loop' } });
			})
		);
	});

	it('lets the first matching rule win: rules after it change nothing', () => {
		fc.assert(
			fc.property(anyPolicy, anyPolicy, anyFacts, (policy, more, someFacts) => {
				const before = route(policy, someFacts);
				fc.pre(before.rule !== null);
				const longer = policyOf(...policy.rules, ...more.rules.map((rule) => ({ ...rule, id: `later-${rule.id}` })));
				expect(route(longer, someFacts)).toEqual(before);
			})
		);
	});

	it('gives the same answer for the same facts after a trip through JSON', () => {
		fc.assert(
			fc.property(anyPolicy, anyFacts, (policy, someFacts) => {
				expect(route(JSON.parse(JSON.stringify(policy)), JSON.parse(JSON.stringify(someFacts)))).toEqual(
					JSON.parse(JSON.stringify(route(policy, someFacts)))
				);
			})
		);
	});

	it('does not let a condition on something unknown hold', () => {
		const policy = policyOf({ id: 'sure', name: 'Sure', when: { confidence: { below: 0.99 } }, then: autonomous });
		expect(route(policy, { ...facts, confidence: null }).rule).toBeNull();
		expect(route(policy, { ...facts, confidence: Number.NaN }).rule).toBeNull();
	});

	it('shares a limit between neighbouring rules without a hole or an overlap', () => {
		const policy = policyOf(
			{ id: 'low', name: 'Low', when: { confidence: { below: 0.8 } }, then: IN_THE_LOOP },
			{ id: 'high', name: 'High', when: { confidence: { atLeast: 0.8 } }, then: IN_THE_LOOP }
		);
		expect(route(policy, { ...facts, confidence: 0.8 }).rule?.id).toBe('high');
		expect(route(policy, { ...facts, confidence: 0.7999 }).rule?.id).toBe('low');
	});

	it('drops an autonomous rule at the moment it expires', () => {
		const policy = policyOf({
			id: 'auto',
			name: 'Auto',
			when: { kind: ['defect'], class: ['crack'] },
			then: autonomous
		});
		expect(route(policy, { ...facts, at: '2026-11-30T23:59:59.999Z' }).consequence.mode).toBe('autonomous');
		expect(route(policy, { ...facts, at: '2026-12-01T00:00:00Z' })).toMatchObject({
			rule: null,
			consequence: { mode: 'in-the-loop' }
		});
	});

	it('draws the asked-for share of suggestions, the same ones every time', () => {
		const policy = policyOf({ id: 'sample', name: 'Sample', when: { sampled: 0.1 }, then: IN_THE_LOOP });
		const ids = fc.sample(fc.uuid({ version: 7 }), { numRuns: 5000, seed: 1 });
		const drawn = ids.filter((suggestionId) => route(policy, { ...facts, suggestionId }).rule !== null);
		expect(drawn.length / ids.length).toBeGreaterThan(0.08);
		expect(drawn.length / ids.length).toBeLessThan(0.12);
	});

	it('says which conditions made a rule match', () => {
		const policy = policyOf({
			id: 'r',
			name: 'R',
			when: { kind: ['defect'], setSize: { atMost: 1 } },
			then: IN_THE_LOOP
		});
		expect(route(policy, facts).because).toEqual(['kind', 'setSize']);
	});
});

describe('the first policy of a site', () => {
	it('keeps every suggestion in the loop', () => {
		fc.assert(fc.property(anyFacts, (someFacts) => route(FIRST_POLICY, someFacts).consequence.mode === 'in-the-loop'));
	});

	it('says why: unusable before new before not sure', () => {
		expect(route(FIRST_POLICY, { ...facts, usable: false, novelty: 1, setSize: 3 }).rule?.id).toBe('unusable-capture');
		expect(route(FIRST_POLICY, { ...facts, novelty: 0.95, setSize: 3 }).rule?.id).toBe('new-case');
		expect(route(FIRST_POLICY, { ...facts, setSize: 2 }).rule?.id).toBe('not-sure');
		expect(route(FIRST_POLICY, facts).rule?.id).toBe('everything-else');
	});
});

describe('the schema of a rule', () => {
	it('refuses an autonomous rule that does not name kinds and classes', () => {
		const rule = { id: 'auto', name: 'Auto', when: { kind: ['defect'] }, then: autonomous };
		expect(v.safeParse(Rule, rule).success).toBe(false);
		expect(v.safeParse(Rule, { ...rule, when: { kind: ['defect'], class: ['good'] } }).success).toBe(true);
	});

	it('refuses an autonomous rule without a reason', () => {
		const then = { ...autonomous, reason: '  ' };
		expect(
			v.safeParse(Rule, { id: 'auto', name: 'Auto', when: { kind: ['defect'], class: ['good'] }, then }).success
		).toBe(false);
	});

	it('refuses a condition nobody knows rather than ignoring it', () => {
		const rule = { id: 'typo', name: 'Typo', when: { confidense: { atLeast: 0.5 } }, then: IN_THE_LOOP };
		expect(v.safeParse(Rule, rule).success).toBe(false);
	});
});
