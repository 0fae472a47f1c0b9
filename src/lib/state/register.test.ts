import 'fake-indexeddb/auto';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FIRST_POLICY } from '$lib/domain/policy';
import { LocalDatabase, type StoredDocument } from '$lib/local-db';
import { Register } from './register.svelte';

const PART = {
	id: 'flange',
	number: 'MT-0417',
	revision: 'C',
	name: 'Flange',
	family: 'flanges',
	gtin: '04012345123456',
	classes: [{ id: 'crack', name: 'Crack', severity: 'critical' }],
	plan: { version: 1, views: [{ id: 'top', name: 'Top', hint: '', frame: { x: 0, y: 0, width: 1, height: 1 } }] },
	drawing: null,
	samplePictures: null,
	sample: false
};

let database: LocalDatabase;
let register: Register;

beforeEach(async () => {
	database = new LocalDatabase(`register-${v7()}`);
	register = new Register(database);
	await put({ kind: 'site', id: 's', position: 1, value: { id: 's', name: 'Works', demo: true } });
	await put({ kind: 'part', id: 'flange', position: 2, value: PART });
	await put({ kind: 'area', id: 'a10', position: 3, value: { id: 'a10', name: 'Area 10' } });
	await put({ kind: 'area', id: 'a2', position: 4, value: { id: 'a2', name: 'Area 2' } });
	await register.start();
});

afterEach(() => {
	register.stop();
	database.close();
});

async function put(document: StoredDocument): Promise<void> {
	await database.documents.put(document);
}

describe('the register on the tablet', () => {
	it('has what the disk has as soon as it has started, in an order people expect', () => {
		expect(register.site?.name).toBe('Works');
		expect(register.areas.map(({ name }) => name)).toEqual(['Area 2', 'Area 10']);
		expect(register.partById('flange')?.revision).toBe('C');
		expect(register.partById('nothing')).toBeNull();
	});

	it('follows what is pulled, in place of what it had', async () => {
		await put({ kind: 'part', id: 'flange', position: 5, value: { ...PART, revision: 'D' } });
		await vi.waitFor(() => expect(register.partById('flange')?.revision).toBe('D'));
		expect(register.parts).toHaveLength(1);
	});

	it('reads only what has changed', async () => {
		const before = register.partById('flange');
		await put({ kind: 'area', id: 'a3', position: 6, value: { id: 'a3', name: 'Area 3' } });
		await vi.waitFor(() => expect(register.areas).toHaveLength(3));
		expect(register.partById('flange')).toBe(before);
	});

	it('shows a unit registered on this tablet at once, and the server’s version of it later', async () => {
		await put({ kind: 'unit', id: 'u', position: 0, value: { id: 'u', partId: 'flange', serial: '219', lot: null } });
		await vi.waitFor(() => expect(register.unitById('u')?.serial).toBe('219'));
		expect(await register.unitsBySerial('flange', '219')).toMatchObject([{ id: 'u' }]);
		await put({ kind: 'unit', id: 'u', position: 9, value: { id: 'u', partId: 'flange', serial: '00219', lot: null } });
		await vi.waitFor(() => expect(register.unitById('u')?.serial).toBe('00219'));
	});

	it('leaves a damaged document out, says which, and goes on', async () => {
		await database.documents.bulkPut([
			{ kind: 'part', id: 'flange', position: 5, value: { ...PART, plan: { version: 1, views: [] } } },
			{ kind: 'area', id: 'a3', position: 6, value: { id: 'a3', name: 'Area 3' } },
			{ kind: 'hologram', id: 'h', position: 7, value: {} }
		]);
		await vi.waitFor(() => expect(register.areas).toHaveLength(3));
		expect(register.parts).toEqual([]);
		expect(register.skipped).toEqual([{ kind: 'part', id: 'flange', path: 'plan.views' }]);
		await put({ kind: 'part', id: 'flange', position: 8, value: PART });
		await vi.waitFor(() => expect(register.skipped).toEqual([]));
		expect(register.parts).toHaveLength(1);
	});

	it('lets a person decide everything until a policy has come, then takes the newest', async () => {
		expect(register.policy).toBe(FIRST_POLICY);
		await put({ kind: 'policy', id: 'current', position: 5, value: { ...FIRST_POLICY, version: 3 } });
		await vi.waitFor(() => expect(register.policy.version).toBe(3));
	});

	it('finds what a code names, exactly and not nearly', async () => {
		await put({
			kind: 'work-order',
			id: 'w',
			position: 5,
			value: { id: 'w', number: 'WO-8812', partId: 'flange', quantity: 5 }
		});
		await put({
			kind: 'unit',
			id: 'lot',
			position: 6,
			value: { id: 'lot', partId: 'flange', serial: null, lot: 'L7' }
		});
		await put({
			kind: 'asset',
			id: 'm',
			position: 7,
			value: { id: 'm', code: 'PR-01', name: 'Press', areaId: 'a2', sample: false }
		});
		await vi.waitFor(() => expect(register.assets).toHaveLength(1));
		expect(await register.partsByGtin('04012345123456')).toMatchObject([{ id: 'flange' }]);
		expect(await register.partsByNumber('MT-041')).toEqual([]);
		expect(await register.workOrdersByNumber('WO-8812')).toMatchObject([{ id: 'w' }]);
		expect(await register.unitsByLot('flange', 'L7')).toMatchObject([{ id: 'lot' }]);
		expect(await register.unitsBySerial('flange', 'L7')).toEqual([]);
		expect(await register.unitsByLot('other', 'L7')).toEqual([]);
		expect(await register.assetsByCode('PR-01')).toMatchObject([{ id: 'm' }]);
	});

	it('names the classes of a part, good first', () => {
		const part = register.partById('flange');
		expect(part && register.classesOf(part)).toEqual(['good', 'crack']);
	});

	it('forgets everything when it starts again on an emptied disk', async () => {
		await database.documents.clear();
		await register.start();
		expect(register.empty).toBe(true);
	});
});
