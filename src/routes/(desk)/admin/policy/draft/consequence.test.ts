import { Consequence, IN_THE_LOOP } from '$lib/domain/policy';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { dayOf, endOfDay, withMode } from './consequence';

it('keeps what people are asked when the mode changes, and nothing that only the other mode has', () => {
	const asked = { ...IN_THE_LOOP, readers: 2, approvedBy: 'supervisor' as const, timeLimitS: 60 };
	const onTheLoop = withMode(asked, 'on-the-loop');
	expect(onTheLoop).toMatchObject({ readers: 2, approvedBy: 'supervisor', timeLimitS: 60, vetoBy: 'quality-engineer' });
	expect(v.is(Consequence, onTheLoop)).toBe(true);
	expect(withMode({ ...onTheLoop, sample: 0.1 } as Consequence, 'in-the-loop')).toEqual(asked);
	expect(withMode(onTheLoop, 'on-the-loop')).toBe(onTheLoop);
});

it('lets nothing pass with no person before somebody answers for it', () => {
	expect(v.is(Consequence, withMode(IN_THE_LOOP, 'autonomous'))).toBe(false);
});

it('ends a rule with the day that was picked', () => {
	expect(dayOf(endOfDay('2027-03-31'))).toBe('2027-03-31');
	expect(new Date(endOfDay('2027-03-31')).getHours()).toBe(23);
	expect([dayOf(''), endOfDay('')]).toEqual(['', '']);
});
