import type { Capture } from '$lib/domain/capture';
import { Decision } from '$lib/domain/decision';
import type { Entry } from '$lib/domain/ledger';
import { IN_THE_LOOP } from '$lib/domain/policy';
import type { Suggestion } from '$lib/domain/suggestion';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { composeAnswer, NOTHING_MORE, ownStanding, type Answering } from './answer';

const decided = (id: string, personId: string, supersedes: string | null = null) =>
	({ type: 'decision.made', actor: { personId }, body: { id, supersedes } }) as unknown as Entry;
const withdrawn = (decisionId: string) => ({ type: 'decision.withdrawn', body: { decisionId } }) as unknown as Entry;

const answering: Answering = {
	id: 'new',
	personId: 'aylin',
	record: {
		capture: { id: 'c' } as Capture,
		report: null,
		suggestion: { id: 's', candidates: [{ class: 'crack', probability: 0.8 }], anomaly: null } as unknown as Suggestion,
		entries: []
	},
	route: {
		consequence: { ...IN_THE_LOOP, reveal: 'commit-first' },
		policyVersion: 4,
		rule: { id: 'r7', name: 'Rule seven' },
		because: ['class']
	},
	asksFirst: false,
	shownAt: '2026-11-22T14:02:00.000Z',
	policyVersion: 9
};

describe('an answer at the desk', () => {
	it('names the rule and the policy under which the case was routed, and what went with it', () => {
		const region = { x: 0.1, y: 0.1, width: 0.2, height: 0.2 };
		const extras = { note: ' Goes through ', disposition: 'scrap', regions: [region] } as const;
		const decision = composeAnswer({ verdict: 'accept' }, extras, answering);
		expect(decision).toMatchObject({
			verdict: 'accept',
			class: 'crack',
			policyVersion: 4,
			ruleId: 'r7',
			note: 'Goes through',
			disposition: 'scrap',
			regions: [region],
			shownAt: answering.shownAt
		});
		expect(v.is(Decision, decision)).toBe(true);
	});

	it('of somebody the case was handed to does not claim that their own call came first', () => {
		expect(composeAnswer({ verdict: 'accept' }, NOTHING_MORE, answering).reveal).toBe('suggestion-first');
		const asked = { ...answering, asksFirst: true };
		expect(composeAnswer({ verdict: 'accept' }, NOTHING_MORE, asked).reveal).toBe('commit-first');
	});

	it('says nothing of the part where it hands the case on, and leaves the usual to its class', () => {
		const extras = { ...NOTHING_MORE, note: 'Both', disposition: 'scrap' } as const;
		const handed = composeAnswer({ verdict: 'escalate', to: 'supervisor', note: 'say so' }, extras, answering);
		expect(handed).not.toHaveProperty('disposition');
		expect(handed.note).toBe('Both\nsay so');
		expect(composeAnswer({ verdict: 'accept' }, NOTHING_MORE, answering)).not.toHaveProperty('disposition');
	});

	it('takes the place of the person’s own last decision, never of another’s', () => {
		expect(ownStanding([decided('a', 'lena'), decided('b', 'aylin'), decided('c', 'lena')], 'aylin')).toBe('b');
		expect(ownStanding([decided('b', 'aylin'), withdrawn('b')], 'aylin')).toBeNull();
		expect(ownStanding([decided('a', 'aylin'), decided('b', 'aylin', 'a')], 'aylin')).toBe('b');
		expect(ownStanding([decided('a', 'lena')], 'aylin')).toBeNull();
	});
});
