/** The demo site's fault catalogue: invented, plausible for its machines, and marked as a sample. */
import type { Cause, CauseSign, FaultCatalogue } from '$lib/domain/fault/catalogue';

const PRESS = ['Press'];
const MILL = ['Milling centre'];
const FURNACE = ['Furnace'];

const SYMPTOMS: FaultCatalogue['symptoms'] = [
	{ id: 'will-not-start', name: 'Does not start', assetKinds: [] },
	{ id: 'stops-in-cycle', name: 'Stops in mid-cycle', assetKinds: [] },
	{ id: 'knocking', name: 'Knocking noise', assetKinds: [] },
	{ id: 'squealing', name: 'Squealing noise', assetKinds: [] },
	{ id: 'vibration', name: 'Vibrates', assetKinds: [] },
	{ id: 'too-hot', name: 'Runs hot', assetKinds: [] },
	{ id: 'burnt-smell', name: 'Smells burnt', assetKinds: [] },
	{ id: 'oil-leak', name: 'Oil on the floor', assetKinds: [...PRESS, ...MILL] },
	{ id: 'pressure-low', name: 'Pressure too low', assetKinds: PRESS },
	{ id: 'pressure-swings', name: 'Pressure swings', assetKinds: PRESS },
	{ id: 'slow-stroke', name: 'Stroke is slow', assetKinds: PRESS },
	{ id: 'size-drifts', name: 'Size drifts', assetKinds: MILL },
	{ id: 'rough-surface', name: 'Rough surface', assetKinds: MILL },
	{ id: 'heats-slowly', name: 'Heats up slowly', assetKinds: FURNACE },
	{ id: 'zones-differ', name: 'Zones differ', assetKinds: FURNACE }
];

const CAUSES: FaultCatalogue['causes'] = [
	cause('pump-worn', 'Hydraulic pump worn', PRESS, {
		component: 'Hydraulic pump',
		severity: 'major',
		mechanism: '2.4',
		failureCause: '3.4',
		occurrence: 5,
		checks: [{ id: 'pump-case-drain', name: 'Measure the case drain flow', shows: 'above 2 l/min', minutes: 10 }],
		remedies: ['Replace the hydraulic pump', 'Flush the tank and change the filter']
	}),
	cause('seal-leaks', 'Cylinder seal leaks', PRESS, {
		component: 'Cylinder seal',
		severity: 'major',
		mechanism: '1.1',
		failureCause: '3.4',
		occurrence: 6,
		checks: [{ id: 'rod-film', name: 'Wipe the rod, run ten strokes', shows: 'oil film on the rod', minutes: 5 }],
		remedies: ['Replace the cylinder seal']
	}),
	cause('valve-sticks', 'Proportional valve sticks', PRESS, {
		component: 'Proportional valve',
		severity: 'major',
		mechanism: '1.6',
		failureCause: '3.3',
		occurrence: 4,
		checks: [{ id: 'valve-manual', name: 'Press the valve by hand', shows: 'moves in jerks', minutes: 5 }],
		remedies: ['Clean the proportional valve', 'Replace the proportional valve']
	}),
	cause('filter-clogged', 'Oil filter clogged', PRESS, {
		component: 'Oil filter',
		severity: 'minor',
		mechanism: '5.1',
		failureCause: '3.3',
		occurrence: 7,
		checks: [{ id: 'filter-indicator', name: 'Look at the filter indicator', shows: 'red', minutes: 1 }],
		remedies: ['Change the oil filter']
	}),
	cause('spindle-bearing', 'Spindle bearing damaged', MILL, {
		component: 'Spindle bearing',
		severity: 'critical',
		mechanism: '2.4',
		failureCause: '3.4',
		occurrence: 4,
		checks: [{ id: 'spindle-housing', name: 'Feel the spindle housing', shows: 'hot', minutes: 2 }],
		remedies: ['Replace the spindle bearing']
	}),
	cause('tool-holder-loose', 'Tool holder not clamped', MILL, {
		component: 'Clamping spring',
		severity: 'major',
		mechanism: '1.5',
		failureCause: '3.4',
		occurrence: 5,
		checks: [{ id: 'pull-force', name: 'Measure the pull-in force', shows: 'below 12 kN', minutes: 5 }],
		remedies: ['Replace the clamping spring', 'Clean the taper']
	}),
	cause('coolant-low', 'Coolant flow too low', MILL, {
		component: 'Coolant pump',
		severity: 'minor',
		mechanism: '5.1',
		failureCause: '3.3',
		occurrence: 7,
		checks: [{ id: 'nozzle', name: 'Look at the coolant nozzle', shows: 'thin or broken jet', minutes: 1 }],
		remedies: ['Clean the coolant filter', 'Replace the coolant pump']
	}),
	cause('heating-element', 'Heating element broken', FURNACE, {
		component: 'Heating element',
		severity: 'major',
		mechanism: '4.2',
		failureCause: '3.4',
		occurrence: 6,
		checks: [
			{ id: 'phase-current', name: 'Measure the current of each phase', shows: 'one phase at 0 A', minutes: 10 }
		],
		remedies: ['Replace the heating element']
	}),
	cause('thermocouple', 'Thermocouple drifts', FURNACE, {
		component: 'Thermocouple',
		severity: 'major',
		mechanism: '3.4',
		failureCause: '3.4',
		occurrence: 5,
		checks: [{ id: 'second-probe', name: 'Hold a second probe beside it', shows: 'more than 5 °C apart', minutes: 15 }],
		remedies: ['Replace the thermocouple']
	}),
	cause('motor-overload', 'Motor overloaded', [], {
		component: 'Drive motor',
		severity: 'major',
		mechanism: '2.7',
		failureCause: '3.2',
		occurrence: 3,
		checks: [{ id: 'motor-current', name: 'Read the motor current', shows: 'above the name plate', minutes: 3 }],
		remedies: ['Free what jams and reset', 'Replace the drive motor']
	}),
	cause('sensor-dirty', 'Position sensor dirty or loose', [], {
		component: 'Position sensor',
		severity: 'minor',
		mechanism: '3.2',
		failureCause: '3.3',
		occurrence: 8,
		checks: [
			{ id: 'sensor-light', name: 'Look at the light on the sensor', shows: 'flickers or stays dark', minutes: 1 }
		],
		remedies: ['Clean the sensor', 'Fasten the sensor', 'Replace the sensor']
	})
];

/** Cause, and the share of its cases that show each sign; `code:` before an error code. */
const SHOWN: Readonly<Record<string, Readonly<Record<string, number>>>> = {
	'pump-worn': { 'pressure-low': 0.8, 'slow-stroke': 0.6, 'too-hot': 0.5, squealing: 0.4, 'code:E-31': 0.6 },
	'seal-leaks': { 'oil-leak': 0.8, 'pressure-low': 0.5, 'slow-stroke': 0.4, 'code:E-31': 0.2 },
	'valve-sticks': { 'pressure-swings': 0.8, 'stops-in-cycle': 0.4, 'code:E-33': 0.6 },
	'filter-clogged': { 'slow-stroke': 0.6, squealing: 0.5, 'pressure-low': 0.3, 'code:E-35': 0.7 },
	'spindle-bearing': { vibration: 0.8, 'rough-surface': 0.6, 'too-hot': 0.5, squealing: 0.4, 'code:S-12': 0.4 },
	'tool-holder-loose': { 'size-drifts': 0.6, 'rough-surface': 0.6, knocking: 0.3, 'code:S-20': 0.5 },
	'coolant-low': { 'too-hot': 0.6, 'rough-surface': 0.4, 'size-drifts': 0.4, 'code:C-04': 0.6 },
	'heating-element': { 'heats-slowly': 0.9, 'zones-differ': 0.6, 'code:T-02': 0.5 },
	thermocouple: { 'zones-differ': 0.8, 'code:T-07': 0.6 },
	'motor-overload': {
		'will-not-start': 0.5,
		'burnt-smell': 0.5,
		'stops-in-cycle': 0.5,
		'too-hot': 0.4,
		'code:M-01': 0.7
	},
	'sensor-dirty': { 'stops-in-cycle': 0.7, 'will-not-start': 0.4, 'code:P-10': 0.8 }
};

export const DEMO_CATALOGUE: FaultCatalogue = {
	version: 1,
	symptoms: SYMPTOMS,
	causes: CAUSES,
	signs: Object.entries(SHOWN).flatMap(([causeId, signs]) =>
		Object.entries(signs).map(([sign, share]): CauseSign => ({ causeId, sign, share }))
	),
	sample: true
};

type Details = Pick<
	Cause,
	'component' | 'severity' | 'mechanism' | 'failureCause' | 'occurrence' | 'checks' | 'remedies'
>;

/** Mechanism and failure cause by ISO 14224 (tables B.2 and B.3); all are noticed by whoever works at the machine (table B.4, 8). */
function cause(id: string, name: string, assetKinds: string[], details: Details): Cause {
	return { id, name, assetKinds, detection: '8', retired: false, ...details };
}
