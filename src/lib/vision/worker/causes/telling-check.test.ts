import { describe, expect, it } from 'vitest';
import { tellingCheck } from './telling-check';
import { cause } from './testing/site';

const check = (id: string, shows: string, minutes = 5) => ({ id, name: `Check ${id}`, shows, minutes });

describe('the check that tells causes apart', () => {
	const bearing = cause('bearing', { checks: [check('housing', 'hot'), check('noise', 'loud')] });
	const belt = cause('belt', { checks: [check('housing', 'cold'), check('noise', 'loud')] });

	it('is one on which they show different things', () => {
		const told = tellingCheck([
			{ cause: bearing, probability: 0.5 },
			{ cause: belt, probability: 0.45 }
		]);
		expect(told).toMatchObject({
			checkId: 'housing',
			name: 'Check housing',
			shows: [
				{ causeId: 'bearing', shows: 'hot' },
				{ causeId: 'belt', shows: 'cold' }
			]
		});
		expect(told?.gainBits).toBeGreaterThan(0.5);
		expect(told?.gainBits).toBeLessThanOrEqual(1);
	});

	it('tells less, the surer the first cause is already', () => {
		const sure = tellingCheck([
			{ cause: bearing, probability: 0.9 },
			{ cause: belt, probability: 0.06 }
		]);
		expect(sure?.gainBits).toBeLessThan(0.3);
	});

	it('is about the causes that are likely, not the one with most checks', () => {
		const unlikely = cause('gearbox', { checks: [check('oil', 'black'), check('teeth', 'broken')] });
		const told = tellingCheck([
			{ cause: bearing, probability: 0.48 },
			{ cause: belt, probability: 0.46 },
			{ cause: unlikely, probability: 0.03 }
		]);
		expect(told?.checkId).toBe('housing');
	});

	it('is the quicker of two that tell as much', () => {
		const one = cause('one', { checks: [check('slow', 'yes', 30), check('quick', 'yes', 2)] });
		const two = cause('two', { checks: [check('slow', 'no', 30), check('quick', 'no', 2)] });
		const told = tellingCheck([
			{ cause: one, probability: 0.5 },
			{ cause: two, probability: 0.5 }
		]);
		expect(told?.checkId).toBe('quick');
	});

	it('is none where every cause shows the same, or only one is left', () => {
		const alike = [cause('a', { checks: [check('c', 'yes')] }), cause('b', { checks: [check('c', 'yes')] })];
		expect(tellingCheck(alike.map((one) => ({ cause: one, probability: 0.45 })))).toBeNull();
		expect(tellingCheck([{ cause: bearing, probability: 0.95 }])).toBeNull();
		expect(tellingCheck([])).toBeNull();
	});
});
