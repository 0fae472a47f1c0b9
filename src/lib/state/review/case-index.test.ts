import type { CaseSummary } from '$lib/domain/case';
import { listingLine } from '$lib/domain/review/listing';
import { describe, expect, it } from 'vitest';
import { CaseIndex, EVERYTHING, type CaseFilter, type Looker } from './case-index';

const lineOf = (suggestionId: string, over: Partial<CaseSummary> = {}) =>
	listingLine({
		suggestionId,
		captureId: '',
		deviceId: '',
		partId: 'tile',
		subjectText: '',
		photo: '',
		photoArrived: true,
		suggestedClass: 'crack',
		confidence: 0.99,
		state: 'open',
		waitingFor: ['quality-engineer'],
		verdict: null,
		decidedClass: null,
		decidedBy: null,
		note: '',
		at: '2026-11-22T10:00:00.000Z',
		sample: false,
		...over
	});

const aylin: Looker = { personId: 'aylin', role: 'quality-engineer', answered: new Set(), hidesClasses: false };
const indexOf = (...lines: string[]) => new CaseIndex(lines.toSorted());
const ids = (index: CaseIndex, filter: Partial<CaseFilter> = {}, looker = aylin) =>
	index.find({ ...EVERYTHING, ...filter }, looker).listings.map(({ suggestionId }) => suggestionId);

describe('cases that wait', () => {
	const index = indexOf(
		lineOf('crack'),
		lineOf('fray', { suggestedClass: 'fray', areaId: 'press' }),
		lineOf('plate', { partId: 'plate', suggestedClass: 'dent', state: 'escalated' }),
		lineOf('signature', { state: 'awaiting-approval', waitingFor: ['supervisor'] }),
		lineOf('window', { vetoUntil: '2026-11-22T11:00:00.000Z' })
	);

	it('are those that wait for one’s role, most urgent first, unless all are asked for', () => {
		expect(ids(index)).toEqual(['window', 'plate', 'crack', 'fray']);
		expect(ids(index, { scope: 'all' })).toContain('signature');
	});

	it('are filtered by part, class, area and state together', () => {
		expect(ids(index, { partId: 'tile', class: 'fray' })).toEqual(['fray']);
		expect(ids(index, { areaId: 'press' })).toEqual(['fray']);
		expect(ids(index, { state: 'escalated' })).toEqual(['plate']);
		expect(ids(index, { state: 'vetoable' })).toEqual(['window']);
		expect(ids(index, { partId: 'plate', class: 'crack' })).toEqual([]);
	});

	it('are counted for every other choice of a filter as the rest stand', () => {
		const { counts } = index.find({ ...EVERYTHING, partId: 'tile' }, aylin);
		expect(Object.fromEntries(counts.partId)).toEqual({ tile: 3, plate: 1 });
		expect(Object.fromEntries(counts.class)).toEqual({ crack: 2, fray: 1 });
		expect(Object.fromEntries(counts.scope)).toEqual({ asked: 3, all: 4 });
	});

	it('say nothing through a filter of what the model said where one’s own call comes first', () => {
		const hiding = { ...aylin, hidesClasses: true };
		expect(ids(index, { class: 'crack' }, hiding)).toEqual([]);
		expect(index.find(EVERYTHING, hiding).counts.class.size).toBe(0);
	});
});

describe('a case that somebody has spoken on', () => {
	it('no longer waits for them as a second reader, a signature or a settlement, but does when it was handed over', () => {
		const readBy = (id: string) => ({ decidedBy: null, readers: { needed: 2, done: [id] } });
		const second = indexOf(lineOf('own', readBy('aylin')), lineOf('other', readBy('ben')));
		expect(ids(second)).toEqual(['other']);
		for (const state of ['disputed', 'awaiting-approval'] as const) {
			const index = indexOf(lineOf('own', { state, decidedBy: 'aylin' }), lineOf('other', { state, decidedBy: 'ben' }));
			expect(ids(index)).toEqual(['other']);
			expect(ids(index, { scope: 'spoken' })).toEqual(['own']);
		}
		expect(ids(indexOf(lineOf('own', { state: 'escalated', decidedBy: 'aylin' })))).toEqual(['own']);
	});

	it('is answered at once where the answer has not been sent', () => {
		const index = indexOf(lineOf('a'), lineOf('b'));
		const looker = { ...aylin, answered: new Set(['a']) };
		expect(ids(index, {}, looker)).toEqual(['b']);
		expect(ids(index, { scope: 'spoken' }, looker)).toEqual(['a']);
	});
});

describe('changes', () => {
	it('move, add and take away single cases, and keep the order', () => {
		const index = indexOf(lineOf('a'), lineOf('b'), lineOf('c'));
		index.apply([
			{ id: 'c', line: lineOf('c', { state: 'disputed' }) },
			{ id: 'a', line: null },
			{ id: 'd', line: lineOf('d', { at: '2026-11-22T09:00:00.000Z' }) }
		]);
		expect(ids(index)).toEqual(['c', 'd', 'b']);
		expect(index.size).toBe(3);
		expect(index.has('a')).toBe(false);
	});
});
