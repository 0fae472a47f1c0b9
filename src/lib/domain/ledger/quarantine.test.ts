import { describe, expect, it } from 'vitest';
import { AUDIT_BODIES } from './audit-bodies';
import { MAINTENANCE_BODIES } from './maintenance-bodies';
import { ENTRY_TYPES } from './bodies';
import type { EntryEnvelope } from './entry';
import { canVouchFor, isFromTablets, releaseFault } from './quarantine';
import { TABLET_BODIES } from './tablet-bodies';

function entry(changes: Partial<EntryEnvelope> = {}): EntryEnvelope {
	return {
		v: 1,
		id: '018f0000-0000-7000-8000-000000000000',
		site: 'site',
		device: 'tablet',
		seq: 1,
		prev: null,
		at: '2026-11-22T08:00:00.000Z',
		actor: { personId: 'ida', role: 'inspector', proof: 'pin-offline' },
		type: 'decision.made',
		body: {},
		sig: '',
		...changes
	};
}

describe('releasing a record from quarantine', () => {
	it('is open to genuine records that a rule doubted', () => {
		for (const reason of ['device-revoked', 'person-inactive', 'role-forbidden', 'withdrawn-too-late'] as const) {
			expect(releaseFault(reason, entry())).toBeNull();
			expect(canVouchFor(reason)).toBe(true);
		}
	});

	it('is closed to what nobody can prove the tablet made', () => {
		for (const reason of ['bad-signature', 'bad-envelope', 'lost-on-tablet', 'wrong-device', 'wrong-site'] as const) {
			expect(releaseFault(reason, entry())).toBe(reason);
		}
		expect(releaseFault('device-revoked', null)).toBe('device-revoked');
	});

	it('vouches for no record whose place or id is taken, and for none the app cannot read', () => {
		for (const reason of ['id-taken', 'fork', 'bad-body', 'unknown-type', 'unknown-decision'] as const)
			expect(canVouchFor(reason)).toBe(false);
		expect(releaseFault('unknown-type', entry({ type: 'robot.danced' }))).toBe('unknown-type');
	});

	it('never lets a tablet write the register', () => {
		for (const type of ['person.defined', 'policy.published', 'device.enrolled', 'quarantine.resolved'] as const) {
			expect(isFromTablets(type)).toBe(false);
			expect(releaseFault('role-forbidden', entry({ type }))).toBe('not-from-tablets');
		}
	});

	it('wants somebody’s name under what somebody has to decide', () => {
		const nobody = { personId: null, role: null, proof: 'device' } as const;
		expect(releaseFault('role-forbidden', entry({ actor: nobody }))).toBe('names-nobody');
		expect(releaseFault('device-revoked', entry({ actor: nobody, type: 'suggestion.made' }))).toBeNull();
		expect(releaseFault('role-forbidden', entry({ actor: { personId: 'ida', role: 'admin', proof: 'service' } }))).toBe(
			'names-nobody'
		);
	});
});

it('knows the schema of everything that tablets may state, and of nothing else, on the tablet', () => {
	expect(Object.keys({ ...TABLET_BODIES, ...MAINTENANCE_BODIES, ...AUDIT_BODIES }).sort()).toEqual(
		ENTRY_TYPES.filter(isFromTablets).sort()
	);
});
