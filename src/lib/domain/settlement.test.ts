import { describe, expect, it } from 'vitest';
import type { MadeDecision } from './checkpoint';
import type { Decision } from './decision';
import { IN_THE_LOOP, type Consequence } from './policy';
import { settlementOf, whyWithdrawn, type CaseOnRecord } from './settlement';
import type { Part, Role } from './site';

const NOW = Date.parse('2026-11-22T10:00:00.000Z');

const PART: Pick<Part, 'classes'> = {
	classes: [
		{ id: 'crack', name: 'Crack', severity: 'critical', disposition: 'scrap' },
		{ id: 'fray', name: 'Fray', severity: 'minor' }
	]
};

const AUTONOMOUS: Consequence = {
	...IN_THE_LOOP,
	mode: 'autonomous',
	owner: 'ada',
	reason: 'Ten thousand good ones',
	expiresAt: '2027-01-01T00:00:00.000Z'
};
const ON_THE_LOOP: Consequence = { ...IN_THE_LOOP, mode: 'on-the-loop', vetoWindowS: 60, vetoBy: 'supervisor' };

function made(id: string, says: Partial<Decision>, role: Role = 'inspector'): MadeDecision {
	const decision = {
		id,
		captureId: 'capture',
		suggestionId: 'suggestion',
		supersedes: null,
		note: '',
		reveal: 'suggestion-first',
		shownAt: null,
		policyVersion: 1,
		ruleId: null,
		...says
	} as Decision;
	return { decision, by: { personId: `${role}-${id}`, role } };
}

function record(changes: Partial<CaseOnRecord> = {}): CaseOnRecord {
	return {
		state: 'satisfied',
		vetoUntil: null,
		suggestedClass: 'crack',
		consequence: IN_THE_LOOP,
		made: [],
		withdrawn: new Set(),
		approvalIds: [],
		part: PART,
		...changes
	};
}

describe('what is done with a part', () => {
	it.each<[string, Partial<Decision>, object]>([
		[
			'what its class usually asks for',
			{ verdict: 'accept', class: 'crack' },
			{ class: 'crack', disposition: 'scrap' }
		],
		[
			'kept aside for other classes',
			{ verdict: 'accept', class: 'fray' },
			{ class: 'fray', disposition: 'quarantine' }
		],
		['used when it is good', { verdict: 'reject', because: 'part-good' }, { class: 'good', disposition: 'use-as-is' }],
		[
			'kept aside when no class names what it has',
			{ verdict: 'correct', class: null, otherClass: 'Chipped corner' },
			{ class: null, disposition: 'quarantine' }
		],
		[
			'what the person chose, before anything usual',
			{ verdict: 'accept', class: 'crack', disposition: 'rework' },
			{ class: 'crack', disposition: 'rework' }
		]
	])('is %s', (_, says, expected) => {
		expect(settlementOf(record({ made: [made('one', says)] }), NOW)).toMatchObject({
			...expected,
			because: 'decided',
			decisionIds: ['one']
		});
	});

	it('is nothing where the photo could not be used, and while the checkpoint is open', () => {
		expect(settlementOf(record({ made: [made('one', { verdict: 'reject', because: 'unusable' })] }), NOW)).toBeNull();
		for (const state of ['open', 'escalated', 'disputed', 'awaiting-approval'] as const) {
			expect(
				settlementOf(record({ state, made: [made('one', { verdict: 'accept', class: 'crack' })] }), NOW)
			).toBeNull();
		}
	});

	it('rests on all that agree with the last one, and on nobody whom the policy does not ask', () => {
		const decisions = [
			made('one', { verdict: 'accept', class: 'crack' }),
			made('two', { verdict: 'reject', because: 'part-good' }),
			made('three', { verdict: 'accept', class: 'crack', disposition: 'return' }, 'quality-engineer'),
			made('four', { verdict: 'reject', because: 'part-good' }, 'technician')
		];
		expect(settlementOf(record({ made: decisions }), NOW)).toMatchObject({
			disposition: 'return',
			decisionIds: ['one', 'three']
		});
	});

	it('is as suggested where nobody had to decide, and says so', () => {
		expect(settlementOf(record({ consequence: AUTONOMOUS }), NOW)).toMatchObject({
			disposition: 'scrap',
			because: 'autonomous',
			decisionIds: []
		});
		const passing = record({ consequence: ON_THE_LOOP, state: 'open', vetoUntil: '2026-11-22T10:00:00.001Z' });
		expect(settlementOf(passing, NOW)).toBeNull();
		expect(settlementOf(passing, NOW + 1)).toMatchObject({ disposition: 'scrap', because: 'veto-window-passed' });
	});
});

describe('why it is no longer done', () => {
	const first = made('one', { verdict: 'accept', class: 'crack' });
	const action = { decisionIds: ['one'], approvalIds: [] as string[] };

	it('names what happened to that which it rested on', () => {
		const other = made('two', { verdict: 'reject', because: 'part-good' });
		const follows = made('two', { verdict: 'reject', because: 'part-good', supersedes: 'one' });
		expect(whyWithdrawn(action, record({ made: [first], withdrawn: new Set(['one']) }))).toBe('decision-withdrawn');
		expect(whyWithdrawn(action, record({ made: [first, follows] }))).toBe('superseded');
		expect(whyWithdrawn(action, record({ made: [first, other], state: 'disputed' }))).toBe('disputed');
		const approved = { ...action, approvalIds: ['signature'] };
		expect(whyWithdrawn(approved, record({ made: [first], state: 'awaiting-approval' }))).toBe('approval-refused');
	});

	it('tells a veto from a decision that took the place of none', () => {
		const byItself = { decisionIds: [], approvalIds: [] };
		expect(whyWithdrawn(byItself, record({ state: 'open', consequence: ON_THE_LOOP }))).toBe('vetoed');
		expect(whyWithdrawn(byItself, record({ made: [first], consequence: AUTONOMOUS }))).toBe('superseded');
	});
});
