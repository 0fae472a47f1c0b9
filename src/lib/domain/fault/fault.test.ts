import { describe, expect, it } from 'vitest';
import { machineAt, noState, withReading, withReplacements } from './asset-state';
import { lessonOf, outcomeDueAt, type Fault } from './fault';

const REPAIR = {
	...{ id: 'repair', reportId: 'r', suggestionId: 's', remedies: ['Replaced it'], parts: [], replaced: [] },
	...{ minutes: 5, note: '', by: 'marek', at: '2026-11-22T08:00:00.000Z' }
};
const outcome = (helped: 'yes' | 'partly' | 'no', causeId: string | null = null) => ({
	...{ id: 'o', reportId: 'r', repairId: REPAIR.id, note: '', by: 'marek', at: '2026-11-23T08:00:00.000Z' },
	helped,
	causeId
});

function fault(changes: Partial<Fault> = {}): Pick<Fault, 'standing' | 'takenInAs' | 'outcomes' | 'repairs'> {
	const standing: Fault['standing'] = {
		state: 'satisfied',
		waitingFor: [],
		verdict: 'accept',
		decidedClass: 'pump',
		decidedBy: 'marek',
		decidedAt: '2026-11-22T07:00:00.000Z'
	};
	return { standing, takenInAs: null, outcomes: [], repairs: [], ...changes };
}

describe('what a case teaches', () => {
	const open = { ...fault().standing, state: 'open' } as Fault['standing'];
	const good = { ...fault().standing, decidedClass: 'good' } as Fault['standing'];
	it.each<[string, ReturnType<typeof fault>, ReturnType<typeof lessonOf>]>([
		['what was confirmed', fault(), { causeId: 'pump', weight: 1 }],
		['nothing while it is not decided', fault({ standing: open }), null],
		['nothing where nothing was wrong', fault({ standing: good }), null],
		[
			'half where the repair helped only partly',
			fault({ outcomes: [outcome('partly')] }),
			{ causeId: 'pump', weight: 0.5 }
		],
		['nothing where it did not help', fault({ outcomes: [outcome('no')] }), null],
		['what it was after all', fault({ outcomes: [outcome('no', 'seal')] }), { causeId: 'seal', weight: 1 }],
		['what was said last', fault({ outcomes: [outcome('no'), outcome('yes')] }), { causeId: 'pump', weight: 1 }],
		['what it was taken in as', fault({ takenInAs: 'hose' }), { causeId: 'hose', weight: 1 }]
	])('is %s', (_, known, lesson) => expect(lessonOf(known)).toEqual(lesson));
});

it('asks whether the last repair helped, until somebody has said so', () => {
	expect(outcomeDueAt(fault())).toBeNull();
	expect(outcomeDueAt(fault({ repairs: [REPAIR] }))).toBe('2026-11-25T08:00:00.000Z');
	expect(outcomeDueAt(fault({ repairs: [REPAIR], outcomes: [outcome('partly')] }))).toBeNull();
	const again = { ...REPAIR, id: 'second', at: '2026-11-24T08:00:00.000Z' };
	expect(outcomeDueAt(fault({ repairs: [REPAIR, again], outcomes: [outcome('no')] }))).toBe('2026-11-27T08:00:00.000Z');
});

describe('a machine at a moment', () => {
	const asset = { kind: 'Press', installedOn: '2025-11-22', components: ['Pump', 'Seal'] };
	const at = (day: number) => `2026-11-${day}T00:00:00.000Z`;

	it('has components as old as the machine, until they were replaced', () => {
		const state = withReplacements(withReplacements(noState('a'), ['Pump'], at(20)), ['Pump', 'Hose'], at(12));
		expect(machineAt(asset, state, at(22)).componentAgeDays).toEqual({ Pump: 2, Hose: 10, Seal: 365 });
		// What came later is not known at an earlier moment, in whatever order it was told.
		expect(machineAt(asset, state, at(15)).componentAgeDays).toEqual({ Pump: 3, Hose: 3, Seal: 358 });
	});

	it('says nothing about ages that nobody knows', () => {
		expect(machineAt({ components: ['Pump'] }, noState('a'), at(22))).toEqual({
			kind: null,
			ageYears: null,
			componentAgeDays: {}
		});
	});

	it('keeps the newest codes, in whatever order they come', () => {
		const read = (day: number, codes: string[]) => ({ assetId: 'a', at: at(day), codes, replaced: [] });
		const state = withReading(withReading(noState('a'), read(20, ['new'])), read(10, ['old']));
		expect(state.codes.map(({ code }) => code)).toEqual(['new', 'old']);
		const full = Array.from({ length: 60 }, (_, index) => `E${index}`);
		const kept = withReading(withReading(state, read(21, full)), read(22, full)).codes;
		expect([kept.length, kept.at(-1)?.code === 'old']).toEqual([100, false]);
	});
});
