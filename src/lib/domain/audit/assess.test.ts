import { describe, expect, it } from 'vitest';
import { answersByKey, askedItems } from './asked';
import type { AuditAnswer, EvidencePhoto } from './audit';
import { missingOf, scoreOf } from './assess';
import { outcomeOf } from './outcome';
import { anAnswer, anItem, aSection, aTemplate, passFail } from './testing/template';

const number = anItem('n', { type: { kind: 'number', unit: 'bar', min: 2, max: 6, decimals: 1 } });
const choice = anItem('c', {
	type: {
		kind: 'choice',
		several: false,
		choices: [
			{ id: 'full', name: 'Full', score: 4, fails: false },
			{ id: 'low', name: 'Low', score: 1, fails: false },
			{ id: 'none', name: 'None', score: null, fails: true }
		]
	}
});
const photo: EvidencePhoto = {
	photo: { sha256: 'a'.repeat(64), mediaType: 'image/jpeg', bytes: 1, width: 1, height: 1 },
	marks: [],
	captureId: null
};

describe('an answer', () => {
	it('fails outside of the limits, and with a choice that fails', () => {
		expect(outcomeOf(number, { kind: 'number', value: 2 })).toBe('pass');
		expect(outcomeOf(number, { kind: 'number', value: 6.1 })).toBe('fail');
		expect(outcomeOf(choice, { kind: 'choice', value: ['none'] })).toBe('fail');
		expect(outcomeOf(choice, { kind: 'choice', value: ['low'] })).toBe('pass');
		expect(outcomeOf(anItem('t'), { kind: 'text', value: 'x' })).toBe('noted');
		expect(outcomeOf(number, null)).toBeNull();
	});

	it('lacks what the template asks to be shown', () => {
		const item = anItem('x', { evidence: ['photo-on-fail', 'note-on-fail'] });
		expect(missingOf(item, undefined)).toEqual(['answer']);
		expect(missingOf(item, anAnswer('x', passFail('pass')))).toEqual([]);
		expect(missingOf(item, anAnswer('x', passFail('fail')))).toEqual(['photo', 'note']);
		expect(missingOf(item, anAnswer('x', passFail('fail'), { note: 'torn', photos: [photo] }))).toEqual([]);
		expect(missingOf(item, anAnswer('x', { kind: 'skipped', reason: 'locked' }))).toEqual([]);
	});

	it('keeps to the rule of its item', () => {
		const holds = { op: 'at-most' as const, item: 'n', value: 5 };
		const item = { ...number, constraint: { holds, message: 'At most 5' } };
		expect(missingOf(item, anAnswer('n', { kind: 'number', value: 5.5 }))).toEqual(['rule']);
		expect(missingOf(item, anAnswer('n', { kind: 'number', value: 5 }))).toEqual([]);
	});

	it('needs as many photos as are asked for', () => {
		const item = anItem('p', { type: { kind: 'photo', least: 2, assist: null } });
		expect(missingOf(item, anAnswer('p', { kind: 'photo' }, { photos: [photo] }))).toEqual(['photos']);
	});
});

describe('the score', () => {
	const template = aTemplate([aSection('a', [anItem('one'), anItem('two', { critical: true }), choice])], {
		passAt: 0.5
	});
	const score = (answers: AuditAnswer[]) => {
		const byKey = answersByKey(answers);
		return scoreOf(template, askedItems(template, byKey), byKey);
	};

	it('leaves out what does not apply', () => {
		const answers = [anAnswer('one', passFail('not-applicable')), anAnswer('two', passFail('pass'))];
		expect(score([...answers, anAnswer('c', { kind: 'choice', value: ['low'] })])).toEqual({
			got: 2,
			possible: 5,
			passed: false
		});
		expect(score([...answers, anAnswer('c', { kind: 'choice', value: ['full'] })])?.passed).toBe(true);
	});

	it('does not pass where something critical failed', () => {
		const full = anAnswer('c', { kind: 'choice', value: ['full'] });
		expect(score([anAnswer('one', passFail('pass')), anAnswer('two', passFail('fail')), full])).toEqual({
			got: 5,
			possible: 6,
			passed: false
		});
	});

	it('is not given where the template asks for none', () => {
		expect(scoreOf({ ...template, passAt: null }, [], new Map())).toBeNull();
	});
});
