/** The demo site: invented, plausible, and marked as a sample wherever it is shown. */
import type { Area, Asset, Part, Person, Unit, WorkOrder } from '$lib/domain/site';

const FULL = { x: 0, y: 0, width: 1, height: 1 };

export const DEMO_AREAS: readonly Area[] = [
	{ id: 'area-press', name: 'Press line' },
	{ id: 'area-machining', name: 'Machining' },
	{ id: 'area-final', name: 'Final inspection' },
	{ id: 'area-store', name: 'Goods in' }
];

const PRESS_COMPONENTS = ['Hydraulic pump', 'Cylinder seal', 'Proportional valve', 'Oil filter', 'Position sensor'];

export const DEMO_ASSETS: readonly Asset[] = [
	{
		...{ id: 'asset-press-1', code: 'PR-01', name: 'Magnet press 1', areaId: 'area-press', sample: true },
		...{ kind: 'Press', installedOn: '2017-03-01', components: PRESS_COMPONENTS }
	},
	{
		...{ id: 'asset-press-2', code: 'PR-02', name: 'Magnet press 2', areaId: 'area-press', sample: true },
		...{ kind: 'Press', installedOn: '2021-09-15', components: PRESS_COMPONENTS }
	},
	{
		...{ id: 'asset-furnace', code: 'FU-01', name: 'Sinter furnace', areaId: 'area-press', sample: true },
		...{ kind: 'Furnace', installedOn: '2014-06-20', components: ['Heating element', 'Thermocouple', 'Drive motor'] }
	},
	{
		...{ id: 'asset-mill-3', code: 'CNC-03', name: 'Milling centre 3', areaId: 'area-machining', sample: true },
		...{ kind: 'Milling centre', installedOn: '2019-11-04' },
		components: ['Spindle bearing', 'Clamping spring', 'Coolant pump', 'Position sensor']
	},
	{
		...{ id: 'asset-camera', code: 'CAM-02', name: 'Inspection booth 2', areaId: 'area-final', sample: true },
		...{ kind: 'Inspection booth', installedOn: '2022-01-10', components: ['Lamp', 'Position sensor'] }
	}
];

/** Sample pictures are in `/samples/<part number in small letters>/index.json`, drawings in `/samples/drawings/`. */
export const DEMO_PARTS: readonly Part[] = [
	{
		id: 'part-mt-0417-c',
		number: 'MT-0417',
		revision: 'C',
		name: 'Magnetic tile',
		family: 'Magnetic tiles',
		gtin: '04012345004175',
		classes: [
			{ id: 'blowhole', name: 'Blowhole', severity: 'major' },
			{ id: 'break', name: 'Break', severity: 'critical' },
			{ id: 'crack', name: 'Crack', severity: 'critical' },
			{ id: 'fray', name: 'Fray', severity: 'minor' },
			{ id: 'uneven', name: 'Uneven', severity: 'minor' }
		],
		plan: {
			version: 1,
			views: [
				{ id: 'top', name: 'Top face', hint: 'Tile flat, light from the left, whole tile in the frame', frame: FULL }
			]
		},
		drawing: '/samples/drawings/mt-0417.svg',
		samplePictures: '/samples/mt-0417/index.json',
		sample: true
	},
	{
		id: 'part-hp-2203-b',
		number: 'HP-2203',
		revision: 'B',
		name: 'Housing plate',
		family: 'Milled plates',
		gtin: '04012345022032',
		classes: [
			{ id: 'scratch', name: 'Scratch', severity: 'minor' },
			{ id: 'dent', name: 'Dent', severity: 'major' },
			{ id: 'stain', name: 'Stain', severity: 'minor' }
		],
		plan: {
			version: 1,
			views: [
				{
					id: 'face',
					name: 'Front face',
					hint: 'Plate flat on the mat, milled side up, all four holes in view',
					frame: { x: 0.05, y: 0.05, width: 0.9, height: 0.9 }
				},
				{
					id: 'back',
					name: 'Back face',
					hint: 'Turn the plate over along its long side',
					frame: { x: 0.1, y: 0.1, width: 0.8, height: 0.8 }
				}
			]
		},
		drawing: '/samples/drawings/hp-2203.svg',
		samplePictures: '/samples/hp-2203/index.json',
		sample: true
	},
	{
		id: 'part-pb-1180-a',
		number: 'PB-1180',
		revision: 'A',
		name: 'Pump body',
		family: 'Castings',
		gtin: '04012345011807',
		classes: [
			{ id: 'porosity', name: 'Porosity', severity: 'major' },
			{ id: 'crack', name: 'Crack', severity: 'critical' },
			{ id: 'cold-shut', name: 'Cold shut', severity: 'major' }
		],
		plan: {
			version: 1,
			views: [
				{
					id: 'flange',
					name: 'Flange',
					hint: 'Sealing face towards the camera',
					frame: { x: 0.05, y: 0.05, width: 0.9, height: 0.9 }
				},
				{
					id: 'bore',
					name: 'Bore',
					hint: 'Look straight into the bore',
					frame: { x: 0.15, y: 0.1, width: 0.7, height: 0.8 }
				},
				{
					id: 'outside',
					name: 'Outside wall',
					hint: 'Stand the body up, inlet to the left',
					frame: { x: 0.1, y: 0.1, width: 0.8, height: 0.8 }
				}
			]
		},
		drawing: '/samples/drawings/pb-1180.svg',
		samplePictures: '/samples/pb-1180/index.json',
		sample: true
	}
];

export const DEMO_WORK_ORDERS: readonly WorkOrder[] = [
	{ id: 'wo-8812', number: '8812', partId: 'part-mt-0417-c', quantity: 240 },
	{ id: 'wo-8815', number: '8815', partId: 'part-hp-2203-b', quantity: 80 },
	{ id: 'wo-8820', number: '8820', partId: 'part-pb-1180-a', quantity: 24 }
];

export const DEMO_UNITS: readonly Unit[] = [
	{ id: 'unit-mt-0417-00219', partId: 'part-mt-0417-c', serial: '00219', lot: null },
	{ id: 'unit-mt-0417-00220', partId: 'part-mt-0417-c', serial: '00220', lot: null },
	{ id: 'unit-mt-0417-00221', partId: 'part-mt-0417-c', serial: '00221', lot: null },
	{ id: 'unit-pb-1180-h1047', partId: 'part-pb-1180-a', serial: 'H1047', lot: null },
	{ id: 'unit-hp-2203-l2611', partId: 'part-hp-2203-b', serial: null, lot: 'L2611' }
];

/** One of every role but the admin, whom the setup asks for. */
export const DEMO_PEOPLE: readonly Person[] = [
	{ id: 'person-lena-vogt', name: 'Lena Vogt', role: 'inspector', active: true, sample: true },
	{ id: 'person-tomas-ruiz', name: 'Tomás Ruiz', role: 'inspector', active: true, sample: true },
	{ id: 'person-aylin-demir', name: 'Aylin Demir', role: 'quality-engineer', active: true, sample: true },
	{ id: 'person-marek-nowak', name: 'Marek Nowak', role: 'technician', active: true, sample: true },
	{ id: 'person-ingrid-solberg', name: 'Ingrid Solberg', role: 'auditor', active: true, sample: true },
	{ id: 'person-pieter-janssen', name: 'Pieter Janssen', role: 'planner', active: true, sample: true },
	{ id: 'person-grace-okafor', name: 'Grace Okafor', role: 'supervisor', active: true, sample: true }
];

/** Printed for everyone to see: these people are samples, and so are their PINs. */
export const DEMO_PINS: Readonly<Record<string, string>> = {
	'person-lena-vogt': '246810',
	'person-tomas-ruiz': '135792',
	'person-aylin-demir': '314159',
	'person-marek-nowak': '271828',
	'person-ingrid-solberg': '161803',
	'person-pieter-janssen': '141421',
	'person-grace-okafor': '173205'
};
