import { describe, expect, it } from 'vitest';
import { faultsIn, firstFaultyStep } from './form';

const good = {
	siteName: 'Riverside plant',
	kind: 'demo',
	adminName: 'Ana',
	username: 'ana.r',
	password: 'violet harbor'
};

describe('the setup form', () => {
	it('takes what is complete', () => {
		expect(faultsIn(good, 10)).toEqual({});
		expect(firstFaultyStep({})).toBeNull();
	});

	it('names everything that is wrong at once, and leads to the first of it', () => {
		const faults = faultsIn({ siteName: ' ', kind: '', adminName: 'A', username: 'a b', password: 'short' }, 10);
		expect(faults).toEqual({ siteName: 'missing', kind: 'missing', username: 'wrong', password: 'too-short' });
		expect(firstFaultyStep(faults)).toBe('site');
		expect(firstFaultyStep(faultsIn({ ...good, password: '' }, 10))).toBe('admin');
	});
});
