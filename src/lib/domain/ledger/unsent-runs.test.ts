import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { foldRuns, runsFrom, runsWithin, withRecords, type UnsentRecord } from './unsent-runs';
import { MAX_UNSENT_RUNS, UnsentRun } from './witness';

const at = '2026-11-25T10:00:00.000Z';
const record = (seq: number, personId: string | null): UnsentRecord => ({ seq, personId, at });
const people = fc.array(fc.constantFrom('ana', 'ben', null), { minLength: 1, maxLength: 600 });
const recordsOf = (list: readonly (string | null)[]) => list.map((personId, index) => record(index + 1, personId));

describe('the runs of unconfirmed records', () => {
	it('say who made which, and since when', () => {
		const first = withRecords([], [record(14, 'ana'), record(15, 'ana'), record(16, null)]);
		expect(withRecords(first, [record(17, 'ana')])).toEqual([
			{ from: 14, to: 15, personId: 'ana', since: at },
			{ from: 16, to: 16, personId: null, since: at },
			{ from: 17, to: 17, personId: 'ana', since: at }
		]);
	});

	it('end where the server has confirmed, in the middle of a run too', () => {
		const runs = withRecords([], [record(1, 'ana'), record(2, 'ana'), record(3, 'ben')]);
		expect(runsFrom(runs, 2)).toEqual([
			{ from: 2, to: 2, personId: 'ana', since: at },
			{ from: 3, to: 3, personId: 'ben', since: at }
		]);
		expect(runsFrom(runs, 4)).toEqual([]);
	});

	it('name those among a range of numbers', () => {
		const runs = withRecords([], recordsOf(['ana', 'ana', 'ana', 'ben', 'ben']));
		expect(runsWithin(runs, [{ from: 3, to: 4 }])).toEqual([
			{ from: 3, to: 3, personId: 'ana', since: at },
			{ from: 4, to: 4, personId: 'ben', since: at }
		]);
		expect(runsWithin(runs, [{ from: 6, to: 9 }])).toEqual([]);
	});

	it('cover every record however many there are, and a witness takes them', () => {
		fc.assert(
			fc.property(people, (list) => {
				const folded = foldRuns(withRecords([], recordsOf(list)));
				expect(folded.length).toBeLessThanOrEqual(MAX_UNSENT_RUNS);
				expect(folded.map((run) => v.parse(UnsentRun, run))).toEqual(folded);
				const covered = folded.flatMap(({ from, to }) =>
					Array.from({ length: to - from + 1 }, (_, index) => from + index)
				);
				expect(covered).toEqual(list.map((_, index) => index + 1));
			})
		);
	});
});
