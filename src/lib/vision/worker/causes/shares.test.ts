import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareOut, unlistedShare } from './shares';

const scores = fc.array(fc.double({ min: -200, max: 200, noNaN: true }), { minLength: 1, maxLength: 40 });
const temperature = fc.double({ min: 0.05, max: 20, noNaN: true });
const cases = fc.integer({ min: 0, max: 100_000 });

describe('the probabilities of fault causes', () => {
	it('add up to 1 with "not in the list", and nothing is certain or ruled out, whatever the scores', () => {
		fc.assert(
			fc.property(scores, temperature, cases, fc.double({ min: 0, max: 1, noNaN: true }), (given, t, count, part) => {
				const notInList = unlistedShare(count, Math.floor(count * part));
				const shares = shareOut(Float64Array.from(given), t, notInList);
				expect(shares.reduce((a, b) => a + b, notInList)).toBeCloseTo(1, 9);
				for (const share of [...shares, notInList]) {
					expect(share).toBeGreaterThan(0);
					expect(share).toBeLessThan(1);
				}
			})
		);
	});

	it('grow with the score, whatever the others have', () => {
		fc.assert(
			fc.property(scores, temperature, fc.nat(), fc.double({ min: 0, max: 50, noNaN: true }), (given, t, at, more) => {
				const k = at % given.length;
				const raised = given.map((score, i) => (i === k ? score + more : score));
				const before = shareOut(Float64Array.from(given), t, 0.05);
				const after = shareOut(Float64Array.from(raised), t, 0.05);
				expect(after[k]).toBeGreaterThanOrEqual(before[k] - 1e-12);
			})
		);
	});

	it('are 0 only for what this kind of asset cannot have', () => {
		const shares = shareOut(Float64Array.of(-Infinity, 1), 1, 0.1);
		expect([...shares]).toEqual([0, 0.9]);
	});

	it('leave the more room for what is not in the list, the more often it was so', () => {
		expect(unlistedShare(0, 0)).toBe(0.05);
		expect(unlistedShare(100, 30)).toBeGreaterThan(0.2);
		expect(unlistedShare(1000, 0)).toBeLessThan(0.01);
		expect(unlistedShare(1_000_000, 0)).toBeGreaterThan(0);
	});
});
