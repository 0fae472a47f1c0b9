import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SeedDocument } from './seeded-check';
import { isRubberStamp, outcomeOf } from './seed-outcome';
import { dueSeeds, SEED_AGAIN_AFTER_MS, type Occasion } from './due-seed';
import { SEED, seedAnswer } from './testing/seed';

const NOW = Date.parse('2026-11-22T10:00:00.000Z');

const occasion = (changes: Partial<Occasion> = {}): Occasion => ({
	personId: 'ana',
	decisionId: 'decision-1',
	partId: SEED.partId,
	every: 1,
	now: NOW,
	...changes
});

const someSeeds = (count: number): SeedDocument[] =>
	Array.from({ length: count }, (_, index) => ({ ...SEED, id: `seed-${index}` }));

describe('the seed that is due', () => {
	it('comes once in so many decisions, and for each of them it is the same whenever it is asked', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), (every, start) => {
				const decisions = Array.from({ length: 4000 }, (_, index) =>
					occasion({ decisionId: `d-${start}-${index}`, every })
				);
				const due = decisions.map((each) => dueSeeds([SEED], each).length);
				const expected = decisions.length / every;
				expect(Math.abs(due.reduce((sum, one) => sum + one, 0) - expected)).toBeLessThan(5 * Math.sqrt(expected) + 1);
				expect(decisions.map((each) => dueSeeds([SEED], each).length)).toEqual(due);
			}),
			{ numRuns: 20 }
		);
	});

	it('is drawn among all that there are', () => {
		const seeds = someSeeds(4);
		const first = Array.from(
			{ length: 400 },
			(_, index) => dueSeeds(seeds, occasion({ decisionId: `d-${index}` }))[0]?.id
		);
		for (const { id } of seeds) expect(first.filter((drawn) => drawn === id).length).toBeGreaterThan(50);
	});

	it('is none where the site asks for none', () => {
		fc.assert(
			fc.property(fc.string(), (decisionId) => dueSeeds([SEED], occasion({ decisionId, every: 0 })).length === 0)
		);
	});

	it('is never one that was retired, is of another part, or whose answer the person knows', () => {
		const none: [SeedDocument, Partial<Occasion>][] = [
			[{ ...SEED, active: false }, {}],
			[SEED, { partId: 'another' }],
			[SEED, { personId: 'quinn' }],
			[{ ...SEED, answeredBy: [{ personId: 'ana', at: new Date(NOW - SEED_AGAIN_AFTER_MS + 1).toISOString() }] }, {}]
		];
		for (const [seed, changes] of none) expect(dueSeeds([seed], occasion(changes))).toEqual([]);
	});

	it('may come again after a season, and to whoever has not had it', () => {
		const seed = {
			...SEED,
			answeredBy: [{ personId: 'ana', at: new Date(NOW - SEED_AGAIN_AFTER_MS).toISOString() }]
		};
		expect(dueSeeds([seed], occasion())).toEqual([seed]);
		const recent = { ...SEED, answeredBy: [{ personId: 'ana', at: new Date(NOW).toISOString() }] };
		expect(dueSeeds([recent], occasion({ personId: 'ben', partId: null }))).toEqual([recent]);
	});
});

describe('an answer', () => {
	it('to a wrong suggestion catches it by any verdict but accept', () => {
		expect(outcomeOf(SEED, seedAnswer('good'))).toBe('accepted-error');
		for (const answer of [
			seedAnswer('', { verdict: 'correct', class: 'crack', otherClass: null }),
			seedAnswer('', { verdict: 'correct', class: null, otherClass: 'Scratch' }),
			seedAnswer('', { verdict: 'reject', because: 'unusable' }),
			seedAnswer('', { verdict: 'escalate' })
		])
			expect(outcomeOf(SEED, answer)).toBe('caught');
	});

	it('to a right suggestion is right when it says the same', () => {
		const right = { truth: 'good', shown: { class: 'good', confidence: 0.9 } };
		expect(outcomeOf(right, seedAnswer('good'))).toBe('right');
		expect(outcomeOf(right, seedAnswer('', { verdict: 'reject', because: 'part-good' }))).toBe('right');
		expect(outcomeOf(right, seedAnswer('', { verdict: 'correct', class: 'crack', otherClass: null }))).toBe('doubted');
	});

	it('is a rubber stamp only where nobody had thought the same before', () => {
		expect(isRubberStamp(SEED, seedAnswer('good'))).toBe(true);
		expect(isRubberStamp(SEED, seedAnswer('good', { first: { kind: 'class', class: 'crack' } }))).toBe(true);
		expect(isRubberStamp(SEED, seedAnswer('good', { first: { kind: 'class', class: 'good' } }))).toBe(false);
		expect(isRubberStamp(SEED, seedAnswer('', { verdict: 'escalate' }))).toBe(false);
	});
});
