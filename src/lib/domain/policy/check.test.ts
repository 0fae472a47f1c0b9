import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FIRST_POLICY, IN_THE_LOOP, asActedOn, notActedOn, route, ruleFaults, type Conditions, type Rule } from '.';
import { anyFacts, anyRules } from './testing/arbitrary';

const rule = (when: Conditions, id = 'one'): Rule => ({ id, name: 'One', when, then: IN_THE_LOOP });

it('finds nothing wrong with the first policy, all of which is acted on', () => {
	expect(ruleFaults(FIRST_POLICY.rules)).toEqual([]);
	expect(FIRST_POLICY.rules.flatMap(notActedOn)).toEqual([]);
});

it('says where rules cannot be told apart, never match, or come too late', () => {
	expect(ruleFaults([rule({ class: [] }), rule({}), rule({ usable: true })])).toEqual([
		{ path: 'rules[0].when.class', fault: 'never-holds' },
		{ path: 'rules[1].id', fault: 'same-id' },
		{ path: 'rules[2].id', fault: 'same-id' },
		{ path: 'rules[2]', fault: 'never-reached' }
	]);
	const contradiction = rule({
		confidence: { atLeast: 0.9, below: 0.9 },
		setSize: { atLeast: 3, atMost: 2 },
		sampled: 0
	});
	expect(ruleFaults([contradiction]).map(({ path }) => path)).toEqual([
		'rules[0].when.confidence',
		'rules[0].when.setSize',
		'rules[0].when.sampled'
	]);
});

it('says what a rule that lets things pass with nobody still leaves open', () => {
	const then = { ...IN_THE_LOOP, mode: 'autonomous' as const, owner: '', reason: ' ', expiresAt: '' };
	expect(ruleFaults([{ ...rule({ kind: ['defect'] }), then }])).toEqual([
		{ path: 'rules[0]', fault: 'unnamed' },
		{ path: 'rules[0].then.owner', fault: 'missing' },
		{ path: 'rules[0].then.reason', fault: 'missing' },
		{ path: 'rules[0].then.expiresAt', fault: 'missing' }
	]);
});

it('calls nothing unreachable or contradictory that some suggestion meets', () => {
	fc.assert(
		fc.property(anyRules, anyFacts, (rules, facts) => {
			const met = route({ version: 1, rules }, facts).rule?.id;
			const index = rules.findIndex(({ id }) => id === met);
			fc.pre(index !== -1);
			expect(ruleFaults(rules).filter(({ path }) => path.startsWith(`rules[${index}]`))).toEqual([]);
		}),
		{ numRuns: 2000 }
	);
});

it('takes out of a rule exactly what nothing acts on', () => {
	fc.assert(
		fc.property(anyRules, (rules) => {
			for (const each of rules) {
				const kept = asActedOn(each);
				expect(notActedOn(kept)).toEqual([]);
				if (notActedOn(each).length === 0) expect(kept).toEqual(each);
			}
		})
	);
});
