import { describe, expect, it } from 'vitest';
import type { Decision } from './decision';
import { IN_THE_LOOP, type Consequence } from './policy';
import { ripeAt, SETTLE_AFTER_MS, settlementOf, whyWithdrawn, type CaseOnRecord } from './settlement';
import type { Part } from './site';
import { accept, approves, caseOf, decides, escalate, later, partGood, refuses, vetoes } from './testing/case';

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
const APPROVED: Consequence = { ...IN_THE_LOOP, approvedBy: 'supervisor' };

const record = (
	events: Parameters<typeof caseOf>[0],
	consequence: Consequence = IN_THE_LOOP,
	withdrawn: string[] = []
): CaseOnRecord => ({ consequence, history: caseOf(events, { withdrawn: new Set(withdrawn) }), part: PART });

describe('what is done with a part', () => {
	it.each<[string, Decision, object]>([
		['what its class usually asks for', accept('one', 'crack'), { class: 'crack', disposition: 'scrap' }],
		['kept aside for other classes', accept('one', 'fray'), { class: 'fray', disposition: 'quarantine' }],
		['used when it is good', partGood('one'), { class: 'good', disposition: 'use-as-is' }],
		[
			'kept aside when no class names what it has',
			{ ...accept('one', ''), verdict: 'correct', class: null, otherClass: 'Chipped corner' },
			{ class: null, disposition: 'quarantine' }
		],
		[
			'what the person chose, before anything usual',
			{ ...accept('one', 'crack'), disposition: 'rework' },
			{ class: 'crack', disposition: 'rework' }
		]
	])('is %s', (_, decision, expected) => {
		expect(settlementOf(record([decides('ana inspector', decision)]), later(2))).toEqual({
			...expected,
			kind: 'disposition',
			because: 'decided',
			decisionIds: ['one'],
			approvalIds: []
		});
	});

	it('is nothing where the photo could not be used, where it was handed over, and until it is signed', () => {
		const unusable: Decision = { ...accept('one', ''), verdict: 'reject', because: 'unusable' };
		expect(settlementOf(record([decides('ana inspector', unusable)]), later(2))).toBeNull();
		expect(settlementOf(record([decides('ana inspector', escalate('one'))]), later(2))).toBeNull();
		const decided = [decides('ana inspector', accept('one', 'crack'))];
		expect(settlementOf(record(decided, APPROVED), later(2))).toBeNull();
		expect(settlementOf(record([...decided, approves('sue supervisor', decided)], APPROVED), later(2))).toMatchObject({
			because: 'approved',
			decisionIds: ['one'],
			approvalIds: ['approval-sue supervisor']
		});
	});

	it('is as suggested where nobody had to decide, and says so', () => {
		expect(settlementOf(record([], AUTONOMOUS), later(0))).toMatchObject({
			disposition: 'scrap',
			because: 'autonomous',
			decisionIds: []
		});
		expect(settlementOf(record([], ON_THE_LOOP), later(59))).toBeNull();
		expect(settlementOf(record([], ON_THE_LOOP), later(60))).toMatchObject({
			disposition: 'scrap',
			because: 'veto-window-passed'
		});
		expect(settlementOf(record([vetoes('sue supervisor')], ON_THE_LOOP), later(60))).toBeNull();
	});
});

it('nothing is drawn from a decision that may still be taken back', () => {
	const received = Date.parse(later(7));
	const made = [decides('ana inspector', accept('one', 'crack'), 3), decides('ben inspector', partGood('two'), 7)];
	expect(ripeAt(record(made))).toBe(received + SETTLE_AFTER_MS);
	expect(ripeAt(record(made, IN_THE_LOOP, ['two']))).toBe(Date.parse(later(3)) + SETTLE_AFTER_MS);
	expect(ripeAt(record([], ON_THE_LOOP))).toBe(0);
});

describe('why it is no longer done', () => {
	const first = decides('ana inspector', accept('one', 'crack'));
	const action = { decisionIds: ['one'], approvalIds: [] as string[] };
	const byItself = { decisionIds: [], approvalIds: [] };

	it('names what happened to that which it rested on', () => {
		const other = decides('ben inspector', partGood('two'));
		const follows = decides('ana inspector', { ...partGood('two'), supersedes: 'one' });
		expect(whyWithdrawn(action, record([first], IN_THE_LOOP, ['one']))).toBe('decision-withdrawn');
		expect(whyWithdrawn(action, record([first, follows]))).toBe('superseded');
		expect(whyWithdrawn(action, record([first, other]))).toBe('disputed');
		expect(whyWithdrawn({ ...action, approvalIds: ['a'] }, record([first, refuses('sue supervisor', [first])]))).toBe(
			'approval-refused'
		);
	});

	it('tells a veto from a decision that took the place of none', () => {
		expect(whyWithdrawn(byItself, record([vetoes('sue supervisor')], ON_THE_LOOP))).toBe('vetoed');
		expect(whyWithdrawn(byItself, record([first], AUTONOMOUS))).toBe('superseded');
	});
});
