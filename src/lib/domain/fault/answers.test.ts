import { describe, expect, it } from 'vitest';
import { afterAnswers, asRecorded } from './answers';
import type { Cause } from './catalogue';
import type { CauseRanking } from './causes';

const check = (id: string, shows: string) => ({ id, name: id, shows, minutes: 1 });
const cause = (id: string, checks: Cause['checks']): Cause => ({
	id,
	name: id,
	component: null,
	assetKinds: [],
	severity: 'major',
	mechanism: null,
	failureCause: null,
	detection: null,
	checks,
	remedies: [],
	occurrence: 5,
	retired: false
});
const CAUSES = [cause('pump', [check('flow', 'high')]), cause('filter', [check('flow', 'low')]), cause('seal', [])];
const ranked = (causeId: string, probability: number) => ({ causeId, probability, reasons: [], similar: [] });
const RANKING = {
	causes: [ranked('pump', 0.5), ranked('filter', 0.3), ranked('seal', 0.1)],
	notInList: 0.1,
	conformalSet: ['pump', 'filter'],
	coverage: 0.9,
	novelty: null,
	check: { checkId: 'flow', name: 'flow', shows: [], gainBits: 0.4 },
	tookMs: 1
} as unknown as CauseRanking;

const orderAfter = (shows: string | null) =>
	afterAnswers(RANKING, { causes: CAUSES }, [{ checkId: 'flow', shows }]).causes.map(({ causeId }) => causeId);

describe('what somebody saw when they looked', () => {
	it('brings the cause forward that shows it', () => {
		expect(orderAfter('low')[0]).toBe('filter');
		expect(orderAfter('high')[0]).toBe('pump');
	});

	it('speaks for the causes that show none of it where it showed none', () => {
		expect(orderAfter(null)[0]).toBe('seal');
	});

	it('never makes a cause certain, and adds up to one with what is not in the list', () => {
		const { causes, notInList } = afterAnswers(RANKING, { causes: CAUSES }, [{ checkId: 'flow', shows: 'high' }]);
		expect(causes.reduce((sum, { probability }) => sum + probability, notInList)).toBeCloseTo(1);
		for (const { probability } of causes) expect(probability).toBeLessThan(1);
	});

	it('claims no calibrated set any more, and does not ask the same again', () => {
		const after = afterAnswers(RANKING, { causes: CAUSES }, [{ checkId: 'flow', shows: 'high' }]);
		expect(after).toMatchObject({ conformalSet: [], coverage: null, check: null });
		expect(afterAnswers(RANKING, { causes: CAUSES }, [])).toBe(RANKING);
	});
});

describe('a ranking that is on record', () => {
	it('shows what people decide about, whatever the model would say by now', () => {
		const recorded = [
			{ class: 'filter', probability: 0.6 },
			{ class: 'pump', probability: 0.3 }
		];
		const { causes, notInList } = asRecorded(RANKING, recorded);
		expect(causes.map(({ causeId, probability }) => [causeId, probability])).toEqual([
			['filter', 0.6],
			['pump', 0.3]
		]);
		expect(notInList).toBeCloseTo(0.1);
	});
});
