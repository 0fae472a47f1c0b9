import { describe, expect, it } from 'vitest';
import { needsCommittedCall } from './committed-call';
import type { Decision } from './decision';

const common = {
	id: 'd',
	captureId: 'c',
	suggestionId: 's',
	supersedes: null,
	note: '',
	reveal: 'commit-first' as const,
	shownAt: '2026-11-22T10:00:00.000Z',
	policyVersion: 2,
	ruleId: 'critical'
};
const accept: Decision = { ...common, verdict: 'accept', class: 'crack' };
const correct: Decision = { ...common, verdict: 'correct', class: 'fray', otherClass: null };
const named: Decision = { ...common, verdict: 'correct', class: null, otherClass: 'Stain' };
const isGood: Decision = { ...common, verdict: 'reject', because: 'part-good' };
const retake: Decision = { ...common, verdict: 'reject', because: 'unusable' };
const escalate: Decision = { ...common, verdict: 'escalate', to: 'quality-engineer' };

describe('a decision made commit-first', () => {
	const unseen = (decision: Decision): Decision => ({ ...decision, shownAt: null });

	it('follows a committed call when it says what the part is', () => {
		for (const decision of [accept, correct, named, isGood]) expect(needsCommittedCall(unseen(decision))).toBe(true);
	});

	it('may hand over or take again what nobody was shown a suggestion for', () => {
		for (const decision of [escalate, retake]) {
			expect(needsCommittedCall(unseen(decision))).toBe(false);
			expect(needsCommittedCall(decision)).toBe(true);
		}
	});
});
