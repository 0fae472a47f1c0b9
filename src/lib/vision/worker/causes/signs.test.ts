import { describe, expect, it } from 'vitest';
import { signsOf } from './signs';
import { report } from './testing/site';

const columns = (signs: ReturnType<typeof signsOf>) =>
	Object.fromEntries(signs.map((sign) => [sign.column, sign.value]));

describe('the signs of a report', () => {
	it('say how long ago a code was seen, between the hours that have a column', () => {
		const signs = signsOf(report({ assetKind: null, assetAgeYears: null, codes: [{ code: 'E7', hoursBefore: 30 }] }));
		expect(columns(signs)).toEqual({ 'code:E7': 1, 'code:E7@24': 0.5, 'code:E7@36': 0.5 });
		expect(new Set(signs.map(({ sign }) => sign))).toEqual(new Set(['code:E7']));
	});

	it('count a code once, however often it came', () => {
		const codes = [3, 3, 24].map((hoursBefore) => ({ code: 'E7', hoursBefore }));
		const signs = columns(signsOf(report({ codes })));
		expect(signs).toMatchObject({ 'code:E7': 1, 'code:E7@0': 0.5, 'code:E7@6': 0.5, 'code:E7@24': 1 });
	});

	it('leave out codes of long ago, and of after the report', () => {
		const codes = [
			{ code: 'E1', hoursBefore: -1 },
			{ code: 'E2', hoursBefore: 400 }
		];
		expect(signsOf(report({ codes })).filter(({ sign }) => sign.startsWith('code:'))).toEqual([]);
	});

	it('tell people the word that was written', () => {
		const [word] = signsOf(report({ text: 'Squealing' })).filter(({ sign }) => sign.startsWith('word:'));
		expect(word).toEqual({ column: 'word:squeal', sign: 'word:squealing', value: 1 });
	});

	it('treat an age beyond the last column as the oldest', () => {
		expect(columns(signsOf(report({ componentAgeDays: { belt: 5000 } })))).toMatchObject({ 'age:belt@480': 1 });
	});
});
