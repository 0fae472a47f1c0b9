import { expect, it } from 'vitest';
import { Cases } from './novelty';

/** Captures around two centres. */
const known = Array.from({ length: 20 }, (_, i) => ({
	captureId: `c${i}`,
	class: i % 2 === 0 ? 'good' : 'crack',
	features: Float32Array.from({ length: 12 }, (_, d) => Math.sin(i * 7 + d * 3) * 0.4 + (d % 2 === i % 2 ? 3 : -3))
}));

it('names the confirmed captures most like a new one', () => {
	const nearest = new Cases(known).nearest(known[4].features, 3);
	expect(nearest[0]).toMatchObject({ captureId: 'c4', class: 'good' });
	expect(nearest[0].similarity).toBeCloseTo(1, 5);
	expect(nearest.map((one) => one.class)).toEqual(['good', 'good', 'good']);
});

it('calls a known one not novel and a strange one novel', () => {
	const cases = new Cases(known);
	expect(cases.novelty(known[3].features)).toBe(0);
	expect(cases.novelty(Float32Array.from({ length: 12 }, (_, d) => (d < 6 ? 9 : -9)))).toBe(1);
});

it('says nothing of novelty before there are enough cases', () => {
	expect(new Cases(known.slice(0, 7)).novelty(known[0].features)).toBeNull();
	expect(new Cases([]).nearest(known[0].features, 3)).toEqual([]);
});
