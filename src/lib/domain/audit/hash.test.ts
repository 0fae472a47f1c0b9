import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latestAnswers } from './answers';
import type { StartedAudit } from './audit';
import { type AuditAnswer } from './audit';
import { hashOfAudit } from './hash';
import { answer, finding, verdict } from './testing/audit';

const STARTED: StartedAudit = {
	id: 'audit-1',
	templateId: 'template-walk',
	templateVersion: 1,
	title: 'Hall 2',
	areaId: null,
	place: null
};
const STATED = [verdict('a', 'pass'), verdict('a', 'fail', 1), verdict('b', 'fail'), verdict('c', 'pass')];
const FOUND = [finding(), finding({ id: 'finding-2', itemId: 'b' })];
const hash = (stated: readonly AuditAnswer[], findings = FOUND) =>
	hashOfAudit(STARTED, latestAnswers(stated), findings);

describe('what a signature is bound to', () => {
	it('is the same in whatever order answers and findings come', () => {
		fc.assert(
			fc.property(fc.shuffledSubarray(STATED, { minLength: STATED.length }), fc.boolean(), (stated, isTurned) => {
				expect(hash(stated, isTurned ? [...FOUND].reverse() : FOUND)).toBe(hash(STATED));
			})
		);
	});

	it('changes with an answer, its round, its note, a finding, or the version', () => {
		const whole = hash(STATED);
		expect(hash([...STATED, verdict('c', 'fail')])).not.toBe(whole);
		expect(hash([...STATED, answer('c', { kind: 'pass-fail', value: 'pass' }, { note: 'seen' })])).not.toBe(whole);
		expect(hash(STATED, [finding({ severity: 'minor' }), finding({ id: 'finding-2', itemId: 'b' })])).not.toBe(whole);
		expect(hashOfAudit({ ...STARTED, templateVersion: 2 }, latestAnswers(STATED), FOUND)).not.toBe(whole);
	});

	it('does not count an answer that was taken back', () => {
		expect(hash([...STATED, verdict('d', 'pass'), answer('d', null)])).toBe(hash(STATED));
	});
});
