import { describe, expect, it } from 'vitest';
import { latestAnswers } from './answers';
import { byUrgency, findingsDue, followUpFault, isOverdue } from './follow-up';
import { AuditReading } from './reading';
import { finding, item, section, template, verdict } from './testing/audit';

const auditor = { personId: 'ingrid', role: 'auditor' } as const;
const technician = { personId: 'marek', role: 'technician' } as const;

describe('findings', () => {
	it('are due for what fails until one is stated, and not again after one was dropped', () => {
		const twoItems = template([section('s', [item('a'), item('b')])]);
		const reading = new AuditReading(twoItems, latestAnswers([verdict('a', 'fail'), verdict('b', 'pass')]));
		expect(findingsDue(reading, []).map(({ item: { id } }) => id)).toEqual(['a']);
		expect(findingsDue(reading, [finding({ state: 'dropped' })])).toEqual([]);
	});

	it('are overdue from the day after, and only while somebody has to mend them', () => {
		const due = finding({ dueOn: '2026-11-24' });
		expect(isOverdue(due, '2026-11-24')).toBe(false);
		expect(isOverdue(due, '2026-11-25')).toBe(true);
		expect(isOverdue({ ...due, state: 'done' }, '2026-11-25')).toBe(false);
		expect(isOverdue({ ...due, state: 'not-accepted' }, '2026-11-25')).toBe(true);
	});

	it('come with the longest overdue first', () => {
		const late = finding({ id: 'late', dueOn: '2026-11-01', severity: 'minor' });
		const open = finding({ id: 'open', severity: 'critical' });
		const soon = finding({ id: 'soon', dueOn: '2026-12-01', severity: 'critical' });
		expect([open, soon, late].sort(byUrgency('2026-11-25')).map(({ id }) => id)).toEqual(['late', 'soon', 'open']);
	});
});

describe('who takes a finding further', () => {
	const on = (state: 'open' | 'done' | 'verified', doneBy: string | null = null) => ({
		finding: finding({ state, ownerId: 'marek' }),
		doneBy
	});
	const to = (state: Parameters<typeof finding>[0]) => finding({ ownerId: 'marek', ...state });

	it('lets whoever mends it say so, and nothing else', () => {
		expect(followUpFault(on('open'), to({ state: 'done', correctiveAction: 'New seal' }), technician)).toBeNull();
		expect(followUpFault(on('open'), to({ severity: 'minor' }), technician)).toBe('role');
		expect(followUpFault(on('done', 'somebody'), to({ state: 'verified' }), technician)).toBe('role');
	});

	it('asks for four eyes: nobody verifies what they said was done', () => {
		expect(followUpFault(on('done', 'ingrid'), to({ state: 'verified' }), auditor)).toBe('own-work');
		expect(followUpFault(on('done', 'marek'), to({ state: 'verified' }), auditor)).toBeNull();
		expect(followUpFault(on('done', 'marek'), to({ state: 'not-accepted' }), auditor)).toBeNull();
	});

	it('does not verify what nobody has done, nor open again what is settled', () => {
		expect(followUpFault(on('open'), to({ state: 'verified' }), auditor)).toBe('out-of-order');
		expect(followUpFault(on('verified'), to({ state: 'open' }), auditor)).toBe('out-of-order');
		expect(followUpFault(null, to({ state: 'verified' }), auditor)).toBe('out-of-order');
	});
});
