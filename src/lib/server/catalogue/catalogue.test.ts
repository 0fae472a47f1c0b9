import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readDocument } from '../projections';
import { faultReport, TestSite } from '../test-site';
import {
	exportCatalogue,
	importCatalogue,
	listProposedCauses,
	previewImport,
	readCatalogue,
	readTable,
	saveCause,
	saveSymptom,
	settleCause,
	TableUnreadable,
	type CauseDetails
} from '.';
import { workbook, zip } from './testing/workbook';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let site: TestSite;
beforeEach(async () => {
	site = await TestSite.open('demo');
});
afterEach(() => site.close());

const LEAD = () => ({ ...site.admin, role: 'supervisor' as const });
const TECHNICIAN = () => ({ ...site.admin, role: 'technician' as const });
const catalogue = () => readCatalogue(site.server.db, site.id);
const bytes = (text: string) => new TextEncoder().encode(text);

const HOSE: CauseDetails = {
	name: 'Hose kinked',
	component: null,
	assetKinds: ['Press'],
	severity: 'minor',
	...{ mechanism: '5.1', failureCause: null, detection: '3', occurrence: 2, retired: false },
	checks: [{ name: 'Follow the hose', shows: 'a kink', minutes: 2 }],
	remedies: ['Lay the hose anew'],
	signs: [{ sign: 'pressure-low', share: 0.4 }]
};

describe('a change to the catalogue', () => {
	it('is the next version, in the name of whoever made it, and reaches tablets', async () => {
		expect(await saveCause(site.server, site.id, LEAD(), null, HOSE)).toEqual({ id: 'hose-kinked' });
		const current = await catalogue();
		expect(current.version).toBe(2);
		expect(current.causes.at(-1)).toMatchObject({ id: 'hose-kinked', checks: [{ id: 'follow-the-hose' }] });
		expect(current.signs.at(-1)).toEqual({ causeId: 'hose-kinked', sign: 'pressure-low', share: 0.4 });
		const row = await site.server.db
			.selectFrom('entries')
			.select(['type', 'person'])
			.orderBy('position', 'desc')
			.limit(1)
			.executeTakeFirst();
		expect(row).toEqual({ type: 'fault-catalogue.published', person: site.admin.personId });
	});

	it('keeps the ids that records name, whatever else changes', async () => {
		await saveCause(site.server, site.id, LEAD(), null, HOSE);
		const checks = [{ name: 'Look at the filter', shows: 'red', minutes: 1 }, ...HOSE.checks];
		await saveCause(site.server, site.id, LEAD(), 'hose-kinked', { ...HOSE, name: 'Hose bent', checks, signs: [] });
		const current = await catalogue();
		expect(current.causes.at(-1)).toMatchObject({
			...{ id: 'hose-kinked', name: 'Hose bent' },
			checks: [{ id: 'look-at-the-filter' }, { id: 'follow-the-hose' }]
		});
		expect(current.signs.some(({ causeId }) => causeId === 'hose-kinked')).toBe(false);
	});

	it('is not made where another cause or symptom has the name, or nothing was changed', async () => {
		const taken = { ...HOSE, name: ' OIL FILTER clogged ' };
		expect(await saveCause(site.server, site.id, LEAD(), null, taken)).toEqual({ fault: 'name-taken' });
		const symptom = { name: 'Vibrates', assetKinds: [] };
		expect(await saveSymptom(site.server, site.id, LEAD(), null, symptom)).toEqual({ fault: 'name-taken' });
		expect(await saveSymptom(site.server, site.id, LEAD(), 'vibration', symptom)).toEqual({ id: 'vibration' });
		expect((await catalogue()).version).toBe(1);
	});

	it('is made by a lead alone', async () => {
		await expect(saveCause(site.server, site.id, TECHNICIAN(), null, HOSE)).rejects.toThrow('forbidden');
		await expect(previewImport(site.server, site.id, TECHNICIAN(), [])).rejects.toThrow('forbidden');
	});

	it('of what is not there is refused', async () => {
		await expect(saveCause(site.server, site.id, LEAD(), 'nothing', HOSE)).rejects.toThrow('not-found');
	});
});

describe('a cause that a technician proposes', () => {
	async function propose(): Promise<string> {
		const tablet = await site.enrol('Tablet');
		const actor = { personId: 'person-marek-nowak', role: 'technician', proof: 'pin-offline' } as const;
		const report = faultReport();
		const proposed = {
			...{ id: uuid(), name: 'Hose kinked', component: 'Hose', note: 'Behind the tank' },
			...{ reportId: report.id, assetKind: 'Press' }
		};
		await site.push(tablet, [
			tablet.write('fault.reported', report, { actor }),
			tablet.write('cause.proposed', proposed, { actor })
		]);
		return proposed.id;
	}

	it('is taken in as a new cause, in one step with the catalogue', async () => {
		const proposedId = await propose();
		expect(await listProposedCauses(site.server, site.id)).toMatchObject([{ name: 'Hose kinked', settled: null }]);
		const as = { kind: 'new' as const };
		expect(await settleCause(site.server, site.id, LEAD(), { proposedId, as, reason: '' })).toBe('hose-kinked');
		expect((await catalogue()).causes.at(-1)).toMatchObject({ component: 'Hose', assetKinds: ['Press'] });
		expect(await listProposedCauses(site.server, site.id)).toEqual([]);
		await expect(settleCause(site.server, site.id, LEAD(), { proposedId, as, reason: '' })).rejects.toThrow(
			'not-found'
		);
	});

	it('is found to be one that is there, or is refused with the reason', async () => {
		const [first, second] = [await propose(), await propose()];
		const existing = { kind: 'existing' as const, causeId: 'filter-clogged' };
		await settleCause(site.server, site.id, LEAD(), { proposedId: first, as: existing, reason: 'The same' });
		await settleCause(site.server, site.id, LEAD(), {
			proposedId: second,
			as: { kind: 'refused' },
			reason: 'Once only'
		});
		expect((await catalogue()).version).toBe(1);
		const held = await readDocument(site.server.db, site.id, 'proposed-cause', second);
		expect(held?.settled).toMatchObject({ causeId: null, reason: 'Once only', by: site.admin.personId });
		const unknown = { kind: 'existing' as const, causeId: 'nothing' };
		const third = await propose();
		await expect(
			settleCause(site.server, site.id, LEAD(), { proposedId: third, as: unknown, reason: '' })
		).rejects.toThrow('not-found');
	});
});

describe('a table', () => {
	it.each([
		['with commas', 'Cause,Symptom\n"Bolt, loose",Rattles\n'],
		['with semicolons and a mark before it', '\ufeffCause;Symptom\r\n"Bolt, loose";Rattles\r\n'],
		['with tabs', 'Cause\tSymptom\nBolt, loose\tRattles\n']
	])('is read %s', async (_, text) => {
		expect(await readTable(bytes(text))).toEqual([
			['Cause', 'Symptom'],
			['Bolt, loose', 'Rattles']
		]);
	});

	it('is read in the code page of older spreadsheets', async () => {
		expect(await readTable(Uint8Array.from([...bytes('Ursache;Pr'), 0xfc, ...bytes('fung')]))).toEqual([
			['Ursache', 'Prüfung']
		]);
	});

	it('is read from an Excel workbook', async () => {
		expect(
			await readTable(
				workbook([
					['Cause', 'Share'],
					['Bolt loose', 0.4]
				])
			)
		).toEqual([
			['Cause', 'Share'],
			['Bolt loose', '0.4']
		]);
	});

	it.each([
		['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1])],
		['a zip of something else', zip({ 'a.txt': 'a' })]
	])('is not %s', async (_, content) => {
		await expect(readTable(content)).rejects.toThrow(TableUnreadable);
	});

	it('is looked at before it is taken in, and not taken in where the catalogue changed meanwhile', async () => {
		const rows = await readTable(bytes('Cause,Severity,Symptom,Owner\nBolt loose,2,Rattles,Max\n,99,,\n'));
		const preview = await previewImport(site.server, site.id, LEAD(), rows);
		expect(preview).toMatchObject({
			basedOn: 1,
			columns: [{ field: 'cause', header: 'Cause' }, { field: 'severity' }, { field: 'symptom' }],
			ignored: ['Owner'],
			faults: [{ row: 3, fault: 'bad-severity', value: '99' }],
			addedCauses: ['Bolt loose'],
			addedSymptoms: ['Rattles']
		});
		expect((await catalogue()).version).toBe(1);
		await saveCause(site.server, site.id, LEAD(), null, HOSE);
		expect(await importCatalogue(site.server, site.id, LEAD(), rows, preview.basedOn)).toBe(false);
		expect(await importCatalogue(site.server, site.id, LEAD(), rows, 2)).toBe(true);
		expect((await catalogue()).causes.map(({ name }) => name)).toContain('Bolt loose');
	});

	it('that was exported changes nothing when it comes back', async () => {
		const rows = await readTable(bytes(await exportCatalogue(site.server, site.id)));
		const preview = await previewImport(site.server, site.id, LEAD(), rows);
		expect(preview).toMatchObject({ faults: [], ignored: [], addedCauses: [], changedCauses: [], addedSymptoms: [] });
		await importCatalogue(site.server, site.id, LEAD(), rows, 1);
		expect((await catalogue()).version).toBe(1);
	});
});
