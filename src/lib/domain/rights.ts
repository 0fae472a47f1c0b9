/** Who may do what at the desk: the roles that each call is open to. The server checks it; the desk's menu does not offer the rest. */
import { ROLES, type Role } from './site';

const DESK: readonly Role[] = ['auditor', 'quality-engineer', 'planner', 'supervisor', 'admin'];
const ADMIN: readonly Role[] = ['admin'];
/** Who answers for how much people look at: no one of them alone. */
const OVERSIGHT: readonly Role[] = ['quality-engineer', 'supervisor', 'admin'];

/** Everything that somebody who is signed in at the desk can ask of the server, and the roles that may. */
const CALLS = {
	/** Their own, with the present one. */
	'password.change': ROLES,
	/** The site's register and its cases, without what PINs are checked against. */
	'register.read': ROLES,
	'photos.read': ROLES,
	/** As it came, with what its file says about where it was taken. */
	'photos.original': ADMIN,
	'labels.print': ['technician', 'quality-engineer', 'planner', 'supervisor', 'admin'],
	/** Every record names who did what and when: for those who answer for the work, not for every colleague. */
	'ledger.read': DESK,
	'ledger.export': ['auditor', 'quality-engineer', 'supervisor', 'admin'],
	'ledger.verify': ['auditor', 'quality-engineer', 'supervisor', 'admin'],
	'devices.manage': ADMIN,
	'people.manage': ADMIN,
	'site.configure': ADMIN,
	/** Other systems that are told what became final, and their secrets. */
	'connectors.manage': ADMIN,
	/** What is usually done with parts that have a defect. */
	'parts.manage': ADMIN,
	'quarantine.resolve': ADMIN,
	/** Brings another tablet's records, which their own signatures vouch for. */
	'queue.import': ADMIN,
	'sign-ins.read': ADMIN,
	/** The rules, what became of proposals, and simulations. */
	'policy.read': ['auditor', ...OVERSIGHT],
	'policy.propose': OVERSIGHT,
	/** Of what somebody else proposed. */
	'policy.approve': OVERSIGHT,
	/** Seeded checks, what came of them, and who accepts without looking. */
	'checks.read': OVERSIGHT,
	'checks.define': OVERSIGHT,
	/** Of somebody else. */
	'oversight.relax': OVERSIGHT,
	/** Symptoms, causes and what tells them apart; and causes that technicians propose. */
	'catalogue.manage': OVERSIGHT,
	/** What audits ask. */
	'templates.manage': ['auditor', ...OVERSIGHT],
	/** How audits stand, what was found, and all of it to take along. */
	'audits.read': ['auditor', ...OVERSIGHT],
	'metrics.read': ADMIN
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof CALLS;
export const ACTIONS = Object.keys(CALLS) as Action[];

/** Whether somebody of this role may do this at the desk. */
export function mayDo(action: Action, role: Role): boolean {
	const roles: readonly Role[] = CALLS[action];
	return roles.includes(role);
}
