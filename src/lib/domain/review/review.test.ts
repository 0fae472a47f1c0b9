import { describe, expect, it } from 'vitest';
import type { CaseSummary } from '../case';
import { listingLine, readListing } from './listing';
import { deadlineOf, teachingValue } from './order';
import { askedOf, waitsForSomebody } from './waiting';

const usual: CaseSummary = {
	suggestionId: 's',
	captureId: 'c',
	deviceId: 'd',
	partId: 'tile',
	subjectText: 'MT-0417',
	photo: '',
	photoArrived: true,
	suggestedClass: 'crack',
	confidence: 0.99,
	state: 'open',
	waitingFor: ['inspector', 'quality-engineer'],
	verdict: null,
	decidedClass: null,
	decidedBy: null,
	note: '',
	at: '2026-11-22T10:00:00.000Z',
	sample: false
};
const inOrder = (...cases: [name: string, over: Partial<CaseSummary>][]) =>
	cases
		.map(([name, over]) => ({ name, line: listingLine({ ...usual, ...over, suggestionId: name }) }))
		.sort((one, other) => (one.line < other.line ? -1 : 1))
		.map(({ name }) => name);

describe('the order in which cases wait', () => {
	it('puts what is late before what has a limit, and that before everything without one', () => {
		const later = '2026-11-22T13:00:00.000Z';
		const soon = '2026-11-22T12:00:00.000Z';
		expect(
			inOrder(
				['critical', { severity: 'critical' }],
				['handed over', { state: 'escalated' }],
				['due later', { dueAt: later }],
				['stoppable', { state: 'satisfied', vetoUntil: soon, dueAt: null }],
				['late', { dueAt: '2026-11-22T09:00:00.000Z', overdue: true }]
			)
		).toEqual(['late', 'stoppable', 'due later', 'handed over', 'critical']);
	});

	it('puts what people handed over or disagree about before what nobody has seen, then the worse before the lesser', () => {
		expect(
			inOrder(
				['minor', { severity: 'minor' }],
				['good', { severity: null }],
				['to be signed', { state: 'awaiting-approval' }],
				['major', { severity: 'major' }],
				['disputed', { state: 'disputed' }]
			)
		).toEqual(['disputed', 'to be signed', 'major', 'minor', 'good']);
	});

	it('among equals, puts first what a model would learn most from, then the oldest', () => {
		expect(
			inOrder(
				['sure', { at: '2026-11-22T09:00:00.000Z' }],
				['two classes', { confidence: 0.8, setSize: 2 }],
				['never seen', { novelty: 0.95 }],
				['sure and later', {}]
			)
		).toEqual(['never seen', 'two classes', 'sure', 'sure and later']);
	});

	it('counts a model that is below one half as one that does not know', () => {
		expect(teachingValue({ confidence: 0.2 })).toBe(1);
		expect(teachingValue({ confidence: 0.99 })).toBeLessThan(0.05);
		expect(teachingValue({ confidence: null })).toBe(0.5);
	});

	it('takes the nearer of two limits', () => {
		expect(deadlineOf({ dueAt: '2026-11-22T12:00:00.000Z', vetoUntil: '2026-11-22T11:00:00.000Z' })).toContain('T11');
		expect(deadlineOf({})).toBeNull();
	});
});

describe('a case in one line', () => {
	it('says again what it was made from', () => {
		const item: CaseSummary = { ...usual, state: 'awaiting-approval', areaId: 'press', decidedBy: 'lena' };
		expect(readListing(listingLine(item))).toMatchObject({
			suggestionId: 's',
			state: 'awaiting-approval',
			waitingFor: ['inspector', 'quality-engineer'],
			partId: 'tile',
			class: 'crack',
			areaId: 'press',
			spokenBy: ['lena'],
			barred: ['lena'],
			vetoable: false
		});
		const bare = listingLine({ ...usual, partId: null, suggestedClass: null, waitingFor: [] });
		expect(readListing(bare)).toMatchObject({ partId: null, class: null, areaId: null, waitingFor: [], spokenBy: [] });
	});
});

describe('what a case asks of somebody', () => {
	const lena = { id: 'lena', role: 'inspector' } as const;
	const aylin = { id: 'aylin', role: 'quality-engineer' } as const;
	const grace = { id: 'grace', role: 'supervisor' } as const;

	it('is to decide, to sign or to stop it; the others may look', () => {
		expect(askedOf(usual, lena)).toBe('decide');
		expect(askedOf(usual, grace)).toBe('look');
		expect(askedOf({ ...usual, state: 'awaiting-approval' }, aylin)).toBe('sign');
		const window = { ...usual, vetoUntil: '2026-11-22T12:00:00.000Z' } as const;
		expect(askedOf(window, aylin)).toBe('stop');
		expect(waitsForSomebody(window)).toBe(true);
		expect(waitsForSomebody({ ...usual, state: 'satisfied' })).toBe(false);
	});

	it('is nothing where their answer would not count', () => {
		const second = { ...usual, readers: { needed: 2, done: ['lena'] } };
		expect(askedOf(second, lena)).toBe('look');
		expect(askedOf(second, aylin)).toBe('decide');
		expect(askedOf({ ...usual, state: 'disputed', barred: ['aylin'] }, aylin)).toBe('look');
		expect(askedOf({ ...usual, state: 'escalated', decidedBy: 'aylin', barred: [] }, aylin)).toBe('decide');
		// A server that does not say who is barred.
		expect(askedOf({ ...usual, state: 'awaiting-approval', decidedBy: 'aylin' }, aylin)).toBe('look');
	});
});
