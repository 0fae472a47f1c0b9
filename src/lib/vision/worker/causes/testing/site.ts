/** A workshop with three causes, as its people would write it down, and reports about its presses. */
import type { Cause, FaultCatalogue } from '$lib/domain/fault/catalogue';
import type { FaultCase, FaultFacts } from '$lib/domain/fault/causes';

export function cause(id: string, more: Partial<Cause> = {}): Cause {
	return {
		id,
		name: id,
		component: null,
		assetKinds: [],
		severity: 'major',
		mechanism: null,
		failureCause: null,
		detection: null,
		checks: [],
		remedies: [],
		occurrence: 5,
		retired: false,
		...more
	};
}

export const WORKSHOP: FaultCatalogue = {
	version: 3,
	symptoms: [],
	causes: [
		cause('bearing', { checks: [{ id: 'feel', name: 'Feel the housing', shows: 'hot', minutes: 1 }] }),
		cause('belt', { checks: [{ id: 'look', name: 'Look at the belt', shows: 'frayed', minutes: 5 }] }),
		cause('coolant', { assetKinds: ['lathe'] })
	],
	signs: [
		{ causeId: 'bearing', sign: 'grinding', share: 0.9 },
		{ causeId: 'bearing', sign: 'code:E7', share: 0.5 },
		{ causeId: 'belt', sign: 'squealing', share: 0.8 },
		{ causeId: 'belt', sign: 'grinding', share: 0.2 },
		{ causeId: 'coolant', sign: 'smoke', share: 0.9 }
	]
};

export function report(more: Partial<FaultFacts> = {}): FaultFacts {
	return {
		assetKind: 'press',
		assetAgeYears: 5,
		symptoms: [],
		codes: [],
		text: '',
		componentAgeDays: {},
		photo: null,
		...more
	};
}

export function confirmed(reportId: string, causeId: string, facts: Partial<FaultFacts>): FaultCase {
	return { reportId, causeId, facts: report(facts), confirmedAt: '2026-01-01T00:00:00.000Z', weight: 1 };
}
