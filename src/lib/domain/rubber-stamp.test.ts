import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from './decision';
import {
	COUNTED_DECISIONS,
	COUNTED_ERRORS,
	LEAST_ACCEPTS,
	LEAST_ERRORS,
	NO_CONDUCT,
	rubberStampRates,
	tightensBecause,
	wilsonInterval,
	withDecision,
	withError,
	withoutDecision,
	type Conduct
} from './rubber-stamp';
import { DEFAULT_OVERSIGHT } from './site-settings';

const ACCEPT: Decision = {
	id: 'd',
	captureId: 'c',
	suggestionId: 's',
	supersedes: null,
	note: '',
	reveal: 'suggestion-first',
	shownAt: '2026-11-22T10:00:00.000Z',
	policyVersion: 1,
	ruleId: null,
	verdict: 'accept',
	class: 'good'
};

const after = (ms: number) => new Date(Date.parse(ACCEPT.shownAt ?? '') + ms).toISOString();

function accepting(looks: readonly number[]): Conduct {
	return looks.reduce(
		(conduct, ms, index) => withDecision(conduct, { ...ACCEPT, id: `d-${index}` }, after(ms)),
		NO_CONDUCT
	);
}

const answering = (accepted: readonly boolean[]) =>
	accepted.reduce((conduct, one, index) => withError(conduct, `a-${index}`, one), NO_CONDUCT);

const because = (conduct: Conduct) => tightensBecause(rubberStampRates(conduct, DEFAULT_OVERSIGHT));

describe('accepted seeded errors', () => {
	it('tighten when they are many, never when there are but one or two', () => {
		expect(because(answering([true]))).toBeNull();
		expect(because(answering([true, true]))).toBeNull();
		expect(because(answering([true, true, true]))).toBe('accepted-seeds');
		expect(because(answering([true, false, false, false, false]))).toBeNull();
	});

	it('count the newest only, so that whoever looks again is out of it', () => {
		const long = answering([...Array<boolean>(20).fill(true), ...Array<boolean>(COUNTED_ERRORS).fill(false)]);
		expect(rubberStampRates(long, DEFAULT_OVERSIGHT)['accepted-seeds']).toMatchObject({ count: 0, of: COUNTED_ERRORS });
	});
});

describe('accepts faster than one can look', () => {
	it('tighten when they are many of enough', () => {
		expect(because(accepting(Array<number>(LEAST_ACCEPTS - 1).fill(10)))).toBeNull();
		expect(because(accepting(Array<number>(LEAST_ACCEPTS).fill(10)))).toBe('too-fast');
		expect(because(accepting(Array<number>(200).fill(900)))).toBeNull();
	});

	it('are only those with nothing but the suggestion to go by', () => {
		const others: Decision[] = [
			{ ...ACCEPT, reveal: 'commit-first' },
			{ ...ACCEPT, shownAt: null },
			{ ...ACCEPT, verdict: 'reject', because: 'part-good' }
		];
		for (const decision of others) {
			const conduct = Array.from({ length: COUNTED_DECISIONS }).reduce<Conduct>(
				(before) => withDecision(before, decision, after(1)),
				NO_CONDUCT
			);
			expect(rubberStampRates(conduct, DEFAULT_OVERSIGHT)['too-fast'].of).toBe(0);
		}
	});

	it('are left out where the site names no shortest look', () => {
		const hasty = accepting(Array<number>(50).fill(1));
		expect(tightensBecause(rubberStampRates(hasty, { ...DEFAULT_OVERSIGHT, shortestLookMs: 0 }))).toBeNull();
	});

	it('do not count once the decision was taken back', () => {
		const conduct = withoutDecision(accepting(Array<number>(LEAST_ACCEPTS).fill(10)), 'd-3');
		expect(because(conduct)).toBeNull();
	});
});

describe('the limit', () => {
	it('is passed only by more than chance: by the lower end of the interval, which holds the share', () => {
		fc.assert(
			fc.property(fc.array(fc.boolean(), { maxLength: COUNTED_ERRORS }), (accepted) => {
				const rate = rubberStampRates(answering(accepted), DEFAULT_OVERSIGHT)['accepted-seeds'];
				expect(rate.low).toBeLessThanOrEqual(rate.rate);
				expect(rate.high).toBeGreaterThanOrEqual(rate.rate);
				expect(rate.exceeds).toBe(accepted.length >= LEAST_ERRORS && rate.low > rate.limit);
			})
		);
	});

	it('uses the interval as it is published', () => {
		// Newcombe 1998, table I: 81 of 263.
		const { low, high } = wilsonInterval(81, 263);
		expect(low).toBeCloseTo(0.2553, 4);
		expect(high).toBeCloseTo(0.3662, 4);
	});
});
