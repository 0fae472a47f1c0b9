import { describe, expect, it } from 'vitest';
import type { ScannedCode } from '../shared/code';
import { identify } from './identify';
import { Refusal } from './identifier';
import { resolve, type Register, type Resolution } from './resolve';

const parts = [
	{ id: 'tile', number: 'MT-0417', gtin: '09506000134352' },
	{ id: 'twin-b', number: 'TWIN', gtin: null },
	{ id: 'twin-c', number: 'TWIN', gtin: null },
	{ id: 'clash', number: '204', gtin: null }
];
const assets = [
	{ id: 'press', code: 'PR-204' },
	{ id: 'oven', code: 'P204' }
];
const units = [
	{ id: 'unit-219', partId: 'tile', serial: '00219', lot: null },
	{ id: 'lot-9', partId: 'tile', serial: null, lot: 'L-9' }
];
const orders = [{ id: 'order', number: 'WO-8812', partId: 'tile' }];

const register: Register = {
	partsByGtin: async (gtin) => parts.filter((part) => part.gtin === gtin),
	partsByNumber: async (number) => parts.filter((part) => part.number === number),
	assetsByCode: async (code) => assets.filter((asset) => asset.code === code),
	unitsBySerial: async (partId, serial) => units.filter((unit) => unit.partId === partId && unit.serial === serial),
	unitsByLot: async (partId, lot) => units.filter((unit) => unit.partId === partId && unit.lot === lot),
	workOrdersByNumber: async (number) => orders.filter((order) => order.number === number)
};

async function scan(text: string, parts: Partial<ScannedCode> = {}): Promise<Resolution> {
	const result = identify({ text, symbology: null, symbologyIdentifier: '', source: 'wedge', ...parts });
	if (result instanceof Refusal) throw new Error('refused');
	return resolve(result, register);
}

const mh10 = (...fields: string[]) => `[)>\u001e06\u001d${fields.join('\u001d')}\u001e\u0004`;
const tile = { kind: 'part', partId: 'tile' };
const unit = { kind: 'unit', partId: 'tile', unitId: 'unit-219', serial: '00219' };
const lot = { kind: 'lot', partId: 'tile', unitId: 'lot-9', lot: 'L-9' };
const order = { kind: 'work-order', workOrderId: 'order', partId: 'tile' };
const press = { kind: 'asset', assetId: 'press' };

describe('our own labels', () => {
	it.each([
		['PR-204', press],
		['MT-0417', tile],
		['PMT-0417', tile],
		['(01)09506000134352', tile],
		['(01)09506000134352(21)00219', unit],
		['010950600013435221' + '00219', unit],
		['(01)09506000134352(10)L-9', lot],
		['https://id.gs1.org/01/09506000134352/21/00219', unit],
		['WO-8812', order],
		['W8812', order],
		['WWO-8812', order],
		[mh10('PMT-0417'), tile],
		[mh10('PMT-0417', 'S00219', 'W8812'), unit],
		[mh10('PMT-0417', 'TL-9'), lot],
		[mh10('PMT-0417', 'W8812'), order],
		[mh10('W8812', 'S00219'), unit],
		['PMT-0417\u001dS00219', unit]
	])('%j is found', async (text, subject) => {
		expect(await scan(text)).toEqual({ outcome: 'found', subject });
	});

	it('finds an article by its EAN code', async () => {
		expect(await scan('9506000134352', { symbology: 'ean-13' })).toEqual({ outcome: 'found', subject: tile });
	});

	it('finds what a person typed in small letters', async () => {
		expect(await scan('pr-204 ', { source: 'typed' })).toEqual({ outcome: 'found', subject: press });
	});
});

describe('what is not in the register', () => {
	it('offers a new unit when the part is known and the code names a serial number', async () => {
		expect(await scan('(01)09506000134352(21)NEW-1')).toEqual({
			outcome: 'unknown',
			newUnit: { partId: 'tile', serial: 'NEW-1', lot: null }
		});
	});

	it('offers a new lot when there is no serial number', async () => {
		expect(await scan(mh10('PMT-0417', '1TL-10'))).toEqual({
			outcome: 'unknown',
			newUnit: { partId: 'tile', serial: null, lot: 'L-10' }
		});
	});

	it.each(['(01)04006381333931(21)00219', 'ZZ-1', '(00)376104250021234569', mh10('PXX', 'S1')])(
		'offers nothing for %j',
		async (text) => {
			expect(await scan(text)).toEqual({ outcome: 'unknown', newUnit: null });
		}
	);

	it('says that a typed number has a wrong check digit', async () => {
		const resolution = await scan('9506000134351', { source: 'typed' });
		expect(resolution).toMatchObject({
			outcome: 'refused',
			refusal: { reason: { code: 'check-digit', expected: '2' } }
		});
	});
});

describe('what fits more than one thing', () => {
	it('lists both when a text is an asset and, after its data identifier, a part', async () => {
		expect(await scan('P204')).toEqual({
			outcome: 'ambiguous',
			matches: [
				{ kind: 'asset', assetId: 'oven' },
				{ kind: 'part', partId: 'clash' }
			]
		});
	});

	it('lists the revisions that share a number, also for a new serial number', async () => {
		const matches = ['twin-b', 'twin-c'].map((partId) => ({ kind: 'part', partId }));
		expect(await scan('TWIN')).toEqual({ outcome: 'ambiguous', matches });
		expect(await scan(mh10('PTWIN', 'S1'))).toEqual({ outcome: 'ambiguous', matches });
	});

	it('lists both when order and part on one label contradict each other', async () => {
		expect(await scan(mh10('P204', 'W8812'))).toEqual({
			outcome: 'ambiguous',
			matches: [order, { kind: 'part', partId: 'clash' }]
		});
	});
});
