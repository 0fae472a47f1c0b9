import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsBefore, factsOf } from './facts';
import { asksFirst } from './commit-first';
import { FIRST_POLICY, IN_THE_LOOP, type Consequence, type Policy } from './policy';
import { route } from './route';
import { TILE } from '../testing/part';
import { tighten } from './tighten';

const LENIENT: readonly Consequence[] = [
	IN_THE_LOOP,
	{ ...IN_THE_LOOP, mode: 'on-the-loop', vetoWindowS: 60, vetoBy: 'supervisor' },
	{ ...IN_THE_LOOP, mode: 'autonomous', owner: 'ana', reason: 'r', expiresAt: '2027-01-01T00:00:00.000Z' },
	{ ...IN_THE_LOOP, approvedBy: 'supervisor', decidedBy: ['quality-engineer'], timeLimitS: 60 }
];

const SAID = {
	id: 's',
	captureId: 'c',
	kind: 'defect' as const,
	candidates: [{ class: 'crack', probability: 0.9 }],
	conformalSet: ['crack'],
	coverage: 0.9,
	anomaly: null,
	novelty: 0.1,
	nearest: [],
	usability: [],
	heatMap: null,
	model: null,
	tookMs: 1
};
const AT = '2026-11-22T10:00:00.000Z';

describe('tightened oversight', () => {
	it('puts every suggestion in the loop, first unseen, before two people, and keeps whom the policy asks', () => {
		fc.assert(
			fc.property(fc.constantFrom(...LENIENT), (then) => {
				const policy: Policy = { version: 3, rules: [{ id: 'r', name: 'R', when: {}, then }] };
				const facts = factsOf(SAID, TILE, 'ana', AT);
				const tightened = route(policy, { ...facts, tightened: true });
				expect(tightened.consequence).toEqual({
					mode: 'in-the-loop',
					reveal: 'commit-first',
					readers: 2,
					decidedBy: then.decidedBy,
					approvedBy: then.approvedBy,
					escalateTo: then.escalateTo,
					timeLimitS: then.timeLimitS
				});
				expect(tightened.rule?.id).toBe('r');
				expect(route(policy, facts).consequence).toEqual(then);
				expect(tighten(tightened.consequence)).toEqual(tightened.consequence);
			})
		);
	});

	it('asks first whatever the policy says', () => {
		const facts = factsBefore(TILE, 's', 'ana', AT);
		expect(asksFirst(FIRST_POLICY, facts)).toBe(false);
		expect(asksFirst(FIRST_POLICY, { ...facts, tightened: true })).toBe(true);
	});
});
