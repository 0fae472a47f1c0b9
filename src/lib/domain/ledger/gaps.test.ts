import { describe, expect, it } from 'vitest';
import { missingRecords, runsBeyond, type GapFacts } from './gaps';

const NOTICED = '2026-11-22T08:00:00.000Z';
const LATER = '2026-11-22T09:00:00.000Z';
const MADE = '2026-11-21T06:00:00.000Z';

function facts(changes: Partial<GapFacts>): GapFacts {
	return { heldTo: 10, knownTo: 10, noticed: [], lockedOutAt: null, lost: null, lastPersonId: null, ...changes };
}

describe('the records a server misses of a device', () => {
	it('are none when it holds all the device has made', () => {
		expect(missingRecords(facts({}))).toEqual({ gaps: [], notYetSent: 0 });
	});

	it('are not those that only wait on the tablet', () => {
		expect(missingRecords(facts({ knownTo: 22 }))).toEqual({ gaps: [], notYetSent: 12 });
	});

	it('are those before a later one that came, with the person of the record before them as a guess', () => {
		const found = missingRecords(
			facts({ knownTo: 20, noticed: [{ from: 11, to: 13, since: NOTICED }], lastPersonId: 'ida' })
		);
		expect(found.gaps).toEqual([{ from: 11, to: 13, since: NOTICED, personId: 'ida', person: 'before', madeAt: null }]);
		expect(found.notYetSent).toBe(7);
	});

	it('become fewer as they arrive, and keep the time they were first missed', () => {
		const noticed = [
			{ from: 8, to: 13, since: NOTICED },
			{ from: 11, to: 13, since: LATER }
		];
		expect(missingRecords(facts({ heldTo: 12, noticed })).gaps).toEqual([
			{ from: 13, to: 13, since: NOTICED, personId: null, person: 'unknown', madeAt: null }
		]);
		expect(missingRecords(facts({ heldTo: 13, noticed }))).toEqual({ gaps: [], notYetSent: 0 });
	});

	it('are all that a locked-out device still owes', () => {
		const found = missingRecords(facts({ knownTo: 12, lockedOutAt: LATER }));
		expect(found).toEqual({
			gaps: [{ from: 11, to: 12, since: LATER, personId: null, person: 'unknown', madeAt: null }],
			notYetSent: 0
		});
	});

	it('are named person by person where the tablet left a witness', () => {
		const runs = [
			{ from: 9, to: 12, personId: 'ida', since: MADE },
			{ from: 13, to: 13, personId: 'omar', since: MADE },
			{ from: 14, to: 15, personId: null, since: LATER }
		];
		const found = missingRecords(
			facts({ knownTo: 15, lockedOutAt: LATER, lost: { runs, lastSeq: 17, since: LATER }, lastPersonId: 'zoe' })
		);
		expect(found.notYetSent).toBe(0);
		expect(found.gaps).toEqual([
			{ from: 11, to: 12, since: LATER, personId: 'ida', person: 'recorded', madeAt: MADE },
			{ from: 13, to: 13, since: LATER, personId: 'omar', person: 'recorded', madeAt: MADE },
			{ from: 14, to: 15, since: LATER, personId: 'zoe', person: 'before', madeAt: LATER },
			{ from: 16, to: 17, since: LATER, personId: 'zoe', person: 'before', madeAt: null }
		]);
	});
});

describe('what a witness names beyond what the server holds', () => {
	const runs = [
		{ from: 3, to: 5, personId: 'ida', since: MADE },
		{ from: 8, to: 9, personId: 'omar', since: MADE }
	];

	it('leaves out what arrived meanwhile, and names every number in between and after', () => {
		expect(runsBeyond(4, 11, runs, LATER)).toEqual([
			{ from: 5, to: 5, personId: 'ida', since: MADE },
			{ from: 6, to: 7, personId: null, since: LATER },
			{ from: 8, to: 9, personId: 'omar', since: MADE },
			{ from: 10, to: 11, personId: null, since: LATER }
		]);
	});

	it('is nothing when all of it arrived', () => {
		expect(runsBeyond(9, 9, runs, LATER)).toEqual([]);
	});

	it('counts a number once where runs overlap', () => {
		const overlapping = [...runs, { from: 4, to: 8, personId: 'eve', since: MADE }];
		const numbers = runsBeyond(0, 9, overlapping, LATER).flatMap(({ from, to }) =>
			Array.from({ length: to - from + 1 }, (_, index) => from + index)
		);
		expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
	});
});
