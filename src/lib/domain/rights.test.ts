import { describe, expect, it } from 'vitest';
import { ACTIONS, mayDo } from './rights';
import { mayState } from './statement-rights';
import { ROLES } from './site';

describe('who may do what', () => {
	it('leaves the site to its admins alone', () => {
		const adminsOnly = ACTIONS.filter((action) => ROLES.every((role) => mayDo(action, role) === (role === 'admin')));
		expect(adminsOnly).toEqual([
			'photos.original',
			'devices.manage',
			'people.manage',
			'site.configure',
			'connectors.manage',
			'parts.manage',
			'quarantine.resolve',
			'queue.import',
			'sign-ins.read',
			'metrics.read'
		]);
	});

	it('shows everybody’s records to those who answer for the work, not to every colleague', () => {
		expect(ROLES.filter((role) => !mayDo('ledger.read', role))).toEqual(['inspector', 'technician']);
		expect(ROLES.filter((role) => !mayDo('ledger.export', role))).toEqual(['inspector', 'technician', 'planner']);
	});

	it('lets nobody state at a tablet what only the server may', () => {
		for (const role of [...ROLES, null]) expect(mayState('person.defined', role)).toBe(false);
	});

	it('has people vouched for only by those who lead', () => {
		expect(ROLES.filter((role) => mayState('pin.unlocked', role))).toEqual(['quality-engineer', 'supervisor', 'admin']);
		expect(mayState('pin.unlocked', null)).toBe(false);
	});
});
