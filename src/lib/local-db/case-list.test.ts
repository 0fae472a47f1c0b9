import 'fake-indexeddb/auto';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseSummary } from '$lib/domain/case';
import { readListing } from '$lib/domain/review/listing';
import {
	caseLines,
	casesOfState,
	countCases,
	LocalDatabase,
	newestCases,
	readCases,
	updateCaseLines,
	writeSetting
} from '.';

let database: LocalDatabase;
beforeEach(() => (database = new LocalDatabase(`cases-${v7()}`)));
afterEach(() => database.close());

const caseOf = (id: string, over: Partial<CaseSummary> = {}): CaseSummary => ({
	suggestionId: id,
	captureId: `capture-${id}`,
	deviceId: 'd',
	partId: 'tile',
	subjectText: 'MT-0417',
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

/** A page of the pull, as it is kept. */
async function pulled(position: number, ...cases: CaseSummary[]): Promise<void> {
	await database.documents.bulkPut(cases.map((value) => ({ kind: 'case', id: value.suggestionId, position, value })));
	await writeSetting(database, 'pull-cursor', position);
}

const listed = async () => (await caseLines(database)).map((line) => readListing(line).suggestionId);

describe('the list of cases that wait', () => {
	it('follows their documents, most urgent first, without those that are settled', async () => {
		await pulled(1, caseOf('a'), caseOf('b', { state: 'escalated' }), caseOf('c', { state: 'satisfied' }));
		expect((await updateCaseLines(database))?.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
		expect(await listed()).toEqual(['b', 'a']);
		await pulled(2, caseOf('b', { state: 'satisfied' }), caseOf('c', { state: 'disputed' }));
		expect(await updateCaseLines(database)).toMatchObject([{ id: 'b', line: null }, { id: 'c' }]);
		expect(await listed()).toEqual(['c', 'a']);
		expect(await updateCaseLines(database)).toEqual([]);
	});

	it('takes up thousands at one position and at many', async () => {
		const many = Array.from({ length: 2500 }, (_, index) => caseOf(`one-${index}`));
		await pulled(1, ...many);
		for (let position = 2; position < 40; position++) await pulled(position, caseOf(`p-${position}`));
		const told: number[] = [];
		await updateCaseLines(database, (taken) => told.push(taken));
		expect(await database.caseLines.count()).toBe(2538);
		expect(told.at(-1)).toBe(2538);
	});

	it('begins anew where the server was restored from an older copy', async () => {
		await pulled(50, caseOf('a'), caseOf('b'));
		await updateCaseLines(database);
		await pulled(10, caseOf('a', { state: 'satisfied' }));
		expect(await updateCaseLines(database)).toBeNull();
		await updateCaseLines(database);
		expect(await listed()).toEqual(['b']);
	});

	it('leaves out what is no case, and goes on', async () => {
		await database.documents.put({ kind: 'case', id: 'odd', position: 1, value: { state: 'open' } });
		await pulled(2, caseOf('a'));
		await updateCaseLines(database);
		expect(await listed()).toEqual(['a']);
	});
});

describe('cases', () => {
	it('are found by id, state and age without reading the others', async () => {
		await pulled(
			1,
			caseOf('old', { at: '2026-11-20T10:00:00.000Z' }),
			caseOf('new', { at: '2026-11-22T10:00:00.000Z', state: 'escalated' }),
			caseOf('mid', { at: '2026-11-21T10:00:00.000Z' })
		);
		const ids = (cases: readonly CaseSummary[]) => cases.map(({ suggestionId }) => suggestionId);
		expect(ids(await newestCases(database, 2))).toEqual(['new', 'mid']);
		expect(ids(await casesOfState(database, 'open', 5))).toEqual(['mid', 'old']);
		expect(await countCases(database, 'open')).toBe(2);
		expect(ids(await readCases(database, ['mid', 'nothing', 'old']))).toEqual(['mid', 'old']);
	});
});
