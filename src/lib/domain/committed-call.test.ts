import { describe, expect, it } from 'vitest';
import { needsCommittedCall } from './committed-call';
import type { Decision } from './decision';
import { COMMIT_FIRST } from './testing/decision';

const accept: Decision = { ...COMMIT_FIRST, verdict: 'accept', class: 'crack' };
const correct: Decision = { ...COMMIT_FIRST, verdict: 'correct', class: 'fray', otherClass: null };
const named: Decision = { ...COMMIT_FIRST, verdict: 'correct', class: null, otherClass: 'Stain' };
const isGood: Decision = { ...COMMIT_FIRST, verdict: 'reject', because: 'part-good' };
const retake: Decision = { ...COMMIT_FIRST, verdict: 'reject', because: 'unusable' };
const escalate: Decision = { ...COMMIT_FIRST, verdict: 'escalate', to: 'quality-engineer' };

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
