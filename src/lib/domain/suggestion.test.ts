import { describe, expect, it } from 'vitest';
import { certaintyOf, plausibleClasses, suggestedClass, UNNAMED_DEFECT, type Suggestion } from './suggestion';

const base: Pick<Suggestion, 'candidates' | 'conformalSet' | 'anomaly' | 'novelty'> = {
	candidates: [
		{ class: 'fray', probability: 0.8 },
		{ class: 'break', probability: 0.2 }
	],
	conformalSet: ['fray'],
	anomaly: { score: 0.4, threshold: 0.3 },
	novelty: 0.2
};

describe('the class a suggestion stands for', () => {
	it('is the most probable candidate', () => {
		expect(suggestedClass(base)).toBe('fray');
	});

	it('is good or an unnamed defect while only good parts have been taught', () => {
		expect(suggestedClass({ candidates: [], anomaly: { score: 0.2, threshold: 0.3 } })).toBe('good');
		expect(suggestedClass({ candidates: [], anomaly: { score: 0.4, threshold: 0.3 } })).toBe(UNNAMED_DEFECT);
	});

	it('is none when nothing has been taught', () => {
		expect(suggestedClass({ candidates: [], anomaly: null })).toBeNull();
	});
});

describe('how far the screen may go', () => {
	it('names one class only when one class remains', () => {
		expect(certaintyOf(base)).toBe('sure');
		expect(certaintyOf({ ...base, conformalSet: ['fray', 'break'] })).toBe('not-sure');
	});

	it('says the case is new even when the head is confident', () => {
		expect(certaintyOf({ ...base, novelty: 0.95 })).toBe('new');
	});

	it('wants a clear lead where there are too few examples for a conformal set', () => {
		expect(certaintyOf({ ...base, conformalSet: [] })).toBe('sure');
		expect(certaintyOf({ ...base, conformalSet: [], candidates: [{ class: 'fray', probability: 0.45 }] })).toBe(
			'not-sure'
		);
	});

	it('says so when nothing has been taught', () => {
		expect(certaintyOf({ candidates: [], conformalSet: [], anomaly: null, novelty: null })).toBe('nothing-taught');
	});
});

describe('the plausible classes', () => {
	it('are those of the conformal set, most probable first', () => {
		expect(plausibleClasses({ ...base, conformalSet: ['break', 'fray'] })).toEqual(['fray', 'break']);
	});

	it('fall back to the first candidate without a set', () => {
		expect(plausibleClasses({ ...base, conformalSet: [] })).toEqual(['fray']);
	});
});
