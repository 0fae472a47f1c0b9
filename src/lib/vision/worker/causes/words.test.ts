import { describe, expect, it } from 'vitest';
import { wordsOf } from './words';

const stems = (text: string) => wordsOf(text).map(({ stem }) => stem);

describe('the words of a report', () => {
	it('count as one in all their forms, in both languages', () => {
		expect(new Set([...stems('leaking'), ...stems('Leaks'), ...stems('leaked')]).size).toBe(1);
		expect(new Set([...stems('Dichtung'), ...stems('Dichtungen'), ...stems('DICHTUNG')]).size).toBe(1);
		expect(stems('Riß')).toEqual(stems('Riss'));
	});

	it('keep what is short as it is', () => {
		expect(stems('bus oil red')).toEqual(['bus', 'oil', 'red']);
	});

	it('stand once each, without those that say nothing', () => {
		expect(wordsOf('The pump is hot, and the pump leaks.').map(({ written }) => written)).toEqual([
			'pump',
			'hot',
			'leaks'
		]);
		expect(wordsOf('')).toEqual([]);
	});
});
