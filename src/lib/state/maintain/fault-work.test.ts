import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FaultCatalogue } from '$lib/domain/fault/catalogue';
import type { CauseRanking } from '$lib/domain/fault/causes';
import { FAULTS_IN_THE_LOOP, FIRST_POLICY, type Policy } from '$lib/domain/policy';
import type { Asset } from '$lib/domain/site';
import { StorageFailed } from '$lib/local-db';
import { Floor, floorPerson } from '../testing/floor';
import { suggestionOf } from './causes';
import { EMPTY_REPAIR } from './draft';
import { FaultBook } from './fault-book.svelte';
import { FaultWork } from './fault-work.svelte';
import type { CauseModel } from './model';

const PRESS: Asset = { id: 'press', code: 'PR-01', name: 'Press', areaId: 'a', sample: false, kind: 'Press' };
const cause = (id: string): FaultCatalogue['causes'][number] => ({
	id,
	name: id,
	component: null,
	assetKinds: [],
	severity: 'major',
	mechanism: null,
	failureCause: null,
	detection: null,
	checks: [],
	remedies: [`mend ${id}`],
	occurrence: 5,
	retired: false
});
const CATALOGUE: FaultCatalogue = {
	version: 3,
	symptoms: [
		{ id: 'hot', name: 'Hot', assetKinds: [] },
		{ id: 'slow', name: 'Slow', assetKinds: ['Press'] },
		{ id: 'drifts', name: 'Drifts', assetKinds: ['Mill'] }
	],
	causes: [cause('pump'), cause('filter')],
	signs: []
};
const RANKING: CauseRanking = {
	causes: [
		{ causeId: 'pump', probability: 0.7, reasons: [], similar: [] },
		{ causeId: 'filter', probability: 0.2, reasons: [], similar: [] }
	],
	notInList: 0.1,
	conformalSet: [],
	coverage: null,
	novelty: null,
	check: null,
	model: { catalogueVersion: 3, cases: 0, madeFrom: 'x', backend: 'wasm' },
	tookMs: 1
};
const model: CauseModel = {
	teach: async () => {},
	rank: async () => RANKING,
	asSuggestion: suggestionOf
};
const OWN_CALL_FIRST: Policy = {
	...FIRST_POLICY,
	version: 2,
	rules: [
		{
			id: 'own',
			name: 'Own call first',
			when: { kind: ['fault-cause'] },
			then: { ...FAULTS_IN_THE_LOOP, reveal: 'commit-first' }
		}
	]
};

let floor: Floor;
let book: FaultBook;
let work: FaultWork;

async function takeOver(name: string): Promise<void> {
	await floor.tablet.session.signIn(name, '246810');
}

/** The screen of a tablet that has just been switched on. */
async function openScreen(): Promise<void> {
	book = new FaultBook(floor.tablet);
	book.start();
	work = new FaultWork(floor.tablet, book, model);
	await vi.waitFor(() => {
		if (!book.ready || !book.catalogue) throw new Error('not read yet');
	});
}

/** As after an empty battery: nothing is ended, only the disk is left. */
async function switchOffAndOn(): Promise<void> {
	book.stop();
	await floor.restart();
	await takeOver('marek');
	await openScreen();
	await work.resume();
}

async function reportIt(): Promise<void> {
	await work.begin(PRESS, null);
	work.change({ symptoms: ['hot'], text: 'Since this morning' });
	await work.report();
}

const bodiesOf = async (type: string) =>
	(await floor.database.entries.where('type').equals(type).toArray()).map(({ entry }) => entry.body);

beforeEach(async () => {
	floor = await Floor.open([floorPerson('marek', 'technician', '246810'), floorPerson('lena', 'inspector', '246810')]);
	await floor.pulled('asset', PRESS.id, PRESS);
	await floor.pulled('fault-catalogue', 'current', CATALOGUE);
	await vi.waitFor(() => {
		if (!floor.tablet.register.assetById('press')) throw new Error('not read yet');
	});
	await takeOver('marek');
	await openScreen();
});

afterEach(() => {
	book.stop();
	floor.close();
	vi.restoreAllMocks();
});

describe('a fault in hand', () => {
	it('goes on record step by step: report, what the model said, decision, repair', async () => {
		await reportIt();
		expect(work.phase).toBe('judge');
		await work.decide({ verdict: 'accept' });
		expect(work.phase).toBe('repair');
		work.change({ repair: { ...EMPTY_REPAIR, remedies: ['mend pump'], minutes: 12 } });
		await work.recordRepair();
		expect(work.phase).toBe('none');
		const types = (await floor.recordedTypes()).filter((type) => !type.startsWith('session'));
		expect(types).toEqual(['fault.reported', 'suggestion.made', 'decision.made', 'repair.recorded']);
		expect(await bodiesOf('repair.recorded')).toMatchObject([{ remedies: ['mend pump'], minutes: 12 }]);
	});

	it('asks nothing twice, wherever the battery died', async () => {
		await work.begin(PRESS, null);
		work.change({ symptoms: ['slow'], text: 'It hums' });
		await vi.waitFor(async () => expect(JSON.stringify(await floor.database.drafts.toArray())).toContain('It hums'));
		await switchOffAndOn();
		expect(work.draft).toMatchObject({ symptoms: ['slow'], text: 'It hums' });
		await work.report();
		await switchOffAndOn();
		expect(work.phase).toBe('judge');
		await work.decide({ verdict: 'correct', class: 'filter', otherClass: null, note: '' });
		await switchOffAndOn();
		expect(work.phase).toBe('repair');
		expect(work.cause).toBe('filter');
		work.change({ repair: { ...EMPTY_REPAIR, ownRemedy: 'Changed it' } });
		await work.recordRepair();
		await switchOffAndOn();
		expect(work.phase).toBe('none');
		expect(await bodiesOf('fault.reported')).toHaveLength(1);
		expect(await bodiesOf('decision.made')).toHaveLength(1);
		expect(await bodiesOf('repair.recorded')).toHaveLength(1);
	});

	it('is not decided again where the decision was the last thing the disk took', async () => {
		await reportIt();
		const drafts = await floor.database.drafts.toArray();
		await work.decide({ verdict: 'accept' });
		await floor.database.drafts.bulkPut(drafts);
		await switchOffAndOn();
		expect(work.phase).toBe('repair');
	});

	it('keeps its photos with the report, and only those that were not taken away again', async () => {
		await work.begin(PRESS, null);
		const photo = (name: string) => ({
			sha256: name.repeat(64),
			blob: new Blob([name]),
			thumbnail: null,
			mediaType: 'image/jpeg' as const,
			bytes: 1,
			width: 4,
			height: 3
		});
		await work.addPhoto(photo('a'));
		await work.addPhoto(photo('b'));
		await work.removeFile('a'.repeat(64));
		await switchOffAndOn();
		expect(await floor.database.photos.count()).toBe(0);
		await work.report();
		expect(await floor.database.photos.toCollection().primaryKeys()).toEqual(['b'.repeat(64)]);
		expect(await bodiesOf('fault.reported')).toMatchObject([{ photos: [{ sha256: 'b'.repeat(64) }] }]);
	});

	it('stays in hand when the disk refuses, and is not recorded behind the person’s back', async () => {
		await work.begin(PRESS, null);
		work.change({ symptoms: ['hot'] });
		vi.spyOn(floor.tablet, 'record').mockRejectedValueOnce(new StorageFailed('disk'));
		await work.report();
		expect(work.failure).toBeInstanceOf(StorageFailed);
		expect(work.phase).toBe('symptoms');
		await work.report();
		expect(await bodiesOf('fault.reported')).toHaveLength(1);
	});

	it('can be thrown away before it is reported, and brought back for a time', async () => {
		await work.begin(PRESS, null);
		work.change({ symptoms: ['hot'] });
		await work.leave();
		expect(work.phase).toBe('none');
		await work.withdraw();
		expect(work.draft).toMatchObject({ symptoms: ['hot'] });
		expect(await floor.recordedTypes()).not.toContain('fault.reported');
	});

	it('takes a decision back and asks for the cause again', async () => {
		await reportIt();
		await work.decide({ verdict: 'accept' });
		await work.withdraw();
		expect(work.phase).toBe('judge');
		await work.decide({ verdict: 'reject', because: 'part-good', note: '' });
		expect(work.phase).toBe('none');
		expect(await bodiesOf('suggestion.made')).toHaveLength(1);
		expect(await bodiesOf('decision.withdrawn')).toHaveLength(1);
	});

	it('proposes what is not in the list, beside the decision that names it', async () => {
		await reportIt();
		await work.decide({ verdict: 'correct', proposes: { name: 'Mouse in the cabinet', component: null }, note: '' });
		expect(await bodiesOf('decision.made')).toMatchObject([{ class: null, otherClass: 'Mouse in the cabinet' }]);
		expect(await bodiesOf('cause.proposed')).toMatchObject([{ name: 'Mouse in the cabinet', assetKind: 'Press' }]);
		expect(work.cause).toBe('Mouse in the cabinet');
	});

	it('leaves the cause to a technician where an inspector reports it', async () => {
		await floor.tablet.session.signOut();
		await takeOver('lena');
		await reportIt();
		expect(work.phase).toBe('none');
		expect(work.saved?.kind).toBe('reported');
		await vi.waitFor(() => expect(book.openWork).toHaveLength(1));
		expect(await bodiesOf('suggestion.made')).toHaveLength(1);
	});

	it('shows nothing of the model’s before the own call, where the policy asks for that', async () => {
		await floor.pulled('policy', 'current', OWN_CALL_FIRST);
		await vi.waitFor(() => expect(floor.tablet.register.policy.version).toBe(2));
		await reportIt();
		expect(work.phase).toBe('commit');
		await work.commit({ kind: 'class', class: 'filter' });
		expect(work.phase).toBe('judge');
		await work.decide({ verdict: 'correct', class: 'filter', otherClass: null, note: '' });
		expect(await bodiesOf('call.committed')).toMatchObject([{ call: { class: 'filter' } }]);
		expect(await bodiesOf('decision.made')).toMatchObject([{ reveal: 'commit-first' }]);
	});
});

describe('what the tablet knows of its machines', () => {
	it('counts a repair recorded here as waiting for its outcome, and learns from the confirmed cause', async () => {
		await reportIt();
		await work.decide({ verdict: 'accept' });
		await vi.waitFor(() => expect(book.openWork).toHaveLength(1));
		work.change({ repair: { ...EMPTY_REPAIR, remedies: ['mend pump'], replaced: ['Pump'] } });
		await work.recordRepair();
		await vi.waitFor(() => expect(book.outcomesDue('9999')).toHaveLength(1));
		expect(book.openWork).toHaveLength(0);
		expect(book.cases).toMatchObject([{ causeId: 'pump', weight: 1 }]);
		expect(book.stateNow('press').replaced).toMatchObject([{ component: 'Pump' }]);
	});

	it('knows what was decided here about a fault of another tablet, before the server has heard of it', async () => {
		const report = { id: 'r1', assetId: 'press', scanned: null, symptoms: ['hot'], codes: [], text: '', photos: [] };
		const standing = { state: 'open', waitingFor: ['technician'], verdict: null, decidedClass: null, decidedBy: null };
		await floor.pulled('fault', 'r1', {
			report: { ...report, sounds: [], catalogueVersion: 3, sample: false },
			...{ by: 'ana', at: '2026-11-20T10:00:00.000Z', deviceId: 'other' },
			machine: { kind: 'Press', ageYears: null, componentAgeDays: {} },
			suggestion: { id: 's1', candidates: [{ class: 'filter', probability: 0.8 }] },
			standing: { ...standing, decidedAt: null },
			...{ repairs: [], outcomes: [], takenInAs: null }
		});
		await vi.waitFor(() => expect(book.openWork).toHaveLength(1));
		const [fault] = book.openWork;
		if (fault) await work.takeUp(fault);
		expect(work.draft?.ranking?.causes).toMatchObject([{ causeId: 'filter', probability: 0.8 }]);
		await work.decide({ verdict: 'accept' });
		await work.leave();
		await vi.waitFor(() => expect(book.faultById('r1')?.standing).toMatchObject({ decidedClass: 'filter' }));
		expect(await bodiesOf('suggestion.made')).toHaveLength(0);
		expect(await bodiesOf('decision.made')).toMatchObject([{ suggestionId: 's1', class: 'filter' }]);
	});

	it('unlearns a cause whose repair did not help', async () => {
		await reportIt();
		await work.decide({ verdict: 'accept' });
		work.change({ repair: { ...EMPTY_REPAIR, remedies: ['mend pump'] } });
		await work.recordRepair();
		await vi.waitFor(() => expect(book.outcomesDue('9999')).toHaveLength(1));
		const [fault] = book.faults;
		const ids = { id: 'o', reportId: fault?.report.id ?? '', repairId: fault?.repairs[0]?.id ?? '' };
		await floor.tablet.record([{ type: 'repair.judged', body: { ...ids, helped: 'no', causeId: null, note: '' } }]);
		await vi.waitFor(() => expect(book.cases).toHaveLength(0));
		expect(book.outcomesDue('9999')).toHaveLength(0);
	});

	it('offers the signs of this kind of machine, those that others chose on it first', async () => {
		expect(book.symptomsFor('Press').map(({ id }) => id)).toEqual(['hot', 'slow']);
		await work.begin(PRESS, null);
		work.change({ symptoms: ['slow'] });
		await work.report();
		await vi.waitFor(() => expect(book.symptomsFor('Press').map(({ id }) => id)).toEqual(['slow', 'hot']));
	});
});
