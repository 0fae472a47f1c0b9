import { describe, expect, it } from 'vitest';
import type { AuditAnswer } from './audit';
import { answersByKey, askedItems } from './asked';
import { anAnswer, anItem, aSection, aTemplate, passFail } from './testing/template';

const keys = (template: Parameters<typeof askedItems>[0], answers: AuditAnswer[]) =>
	askedItems(template, answersByKey(answers)).map(({ key }) => key);

describe('the items that are asked', () => {
	it('appear with the answers that they depend on, and go with them', () => {
		const template = aTemplate([
			aSection('a', [anItem('alarm'), anItem('why', { when: { op: 'failed', item: 'alarm' } })]),
			aSection('b', [anItem('x')], {
				when: { op: 'not', of: { op: 'equals', item: 'alarm', value: 'not-applicable' } }
			})
		]);
		expect(keys(template, [])).toEqual(['alarm/0', 'x/0']);
		expect(keys(template, [anAnswer('alarm', passFail('fail'))])).toEqual(['alarm/0', 'why/0', 'x/0']);
		expect(keys(template, [anAnswer('alarm', passFail('not-applicable'))])).toEqual(['alarm/0']);
		expect(keys(template, [anAnswer('alarm', null)])).toEqual(['alarm/0', 'x/0']);
	});

	it('are asked once for each round that was answered, and look at their own round', () => {
		const template = aTemplate([
			aSection('extinguisher', [anItem('seal'), anItem('replace', { when: { op: 'failed', item: 'seal' } })], {
				repeat: { label: 'Extinguisher', most: 10 }
			})
		]);
		expect(keys(template, [])).toEqual(['seal/0']);
		const answers = [
			anAnswer('seal', passFail('pass')),
			anAnswer('seal', passFail('fail'), { round: 2 }),
			anAnswer('seal', null, { round: 1 })
		];
		expect(keys(template, answers)).toEqual(['seal/0', 'seal/2', 'replace/2']);
	});

	it('compare numbers and choices', () => {
		const when = {
			op: 'any' as const,
			of: [
				{ op: 'at-least' as const, item: 'n', value: 5 },
				{ op: 'includes' as const, item: 'c', value: 'yes' }
			]
		};
		const template = aTemplate([aSection('a', [anItem('more', { when })])]);
		expect(keys(template, [])).toEqual([]);
		expect(keys(template, [anAnswer('n', { kind: 'number', value: 5 })])).toEqual(['more/0']);
		expect(keys(template, [anAnswer('c', { kind: 'choice', value: ['no', 'yes'] })])).toEqual(['more/0']);
	});
});
