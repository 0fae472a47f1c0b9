/**
 * Who may state what, and who may do what at the desk: the roles that each type of entry may come from, and those that each call is
 * open to. The server checks both; tablets and the desk's menu do not offer the rest.
 */
import { ROLES, type Role } from './site';
import type { EntryType } from './ledger';

/**
 * `server`: only the site's own server writes it, on behalf of an admin or of itself.
 * `device`: a person of these roles, or the tablet by itself with nobody signed in.
 */
type Right = 'server' | { roles: readonly Role[]; device: boolean };

const FLOOR: readonly Role[] = ['inspector', 'technician', 'auditor', 'quality-engineer', 'supervisor', 'admin'];

const REPAIR: readonly Role[] = ['technician', 'quality-engineer', 'supervisor', 'admin'];
const AUDIT: readonly Role[] = ['auditor', 'quality-engineer', 'supervisor', 'admin'];

const RIGHTS: Record<EntryType, Right> = {
	'site.created': 'server',
	'area.defined': 'server',
	'asset.defined': 'server',
	'part.defined': 'server',
	'person.defined': 'server',
	'work-order.defined': 'server',
	'pin.set': 'server',
	'device.enrolled': 'server',
	'device.revoked': 'server',
	'device.replaced': 'server',
	'site.configured': 'server',
	'quarantine.resolved': 'server',
	'policy.published': 'server',
	'policy.proposed': 'server',
	'policy.proposal-closed': 'server',
	'policy.refinement-rejected': 'server',
	'photo.stored': 'server',
	'unit.registered': { roles: FLOOR, device: false },
	'session.started': { roles: ROLES, device: false },
	'session.ended': { roles: ROLES, device: true },
	'pin.locked': { roles: ROLES, device: true },
	'pin.unlocked': { roles: ['quality-engineer', 'supervisor', 'admin'], device: false },
	'capture.recorded': { roles: FLOOR, device: false },
	'suggestion.made': { roles: FLOOR, device: true },
	'call.committed': { roles: FLOOR, device: false },
	'decision.made': { roles: FLOOR, device: false },
	'decision.withdrawn': { roles: FLOOR, device: false },
	'comment.made': { roles: ROLES, device: false },
	'approval.given': { roles: ROLES, device: false },
	'approval.refused': { roles: ROLES, device: false },
	'veto.made': { roles: ROLES, device: false },
	'checkpoint.overdue': 'server',
	'action.finalized': 'server',
	'action.withdrawn': 'server',
	'connector.defined': 'server',
	'connector.secret-set': 'server',
	'connector.removed': 'server',
	'reading-source.defined': 'server',
	'reading-source.removed': 'server',
	'seed.defined': 'server',
	'seed.answered': { roles: FLOOR, device: false },
	'oversight.tightened': 'server',
	'oversight.relaxed': 'server',
	'fault.reported': { roles: FLOOR, device: false },
	'repair.recorded': { roles: REPAIR, device: false },
	'repair.judged': { roles: REPAIR, device: false },
	'cause.proposed': { roles: REPAIR, device: false },
	'fault-catalogue.published': 'server',
	'cause.settled': 'server',
	'asset.read': 'server',
	'audit-template.published': 'server',
	'audit.started': { roles: AUDIT, device: false },
	'audit.answered': { roles: AUDIT, device: false },
	/** Whoever has to see to a finding says what was done. */
	'finding.stated': { roles: ROLES, device: false },
	'audit.signed': { roles: AUDIT, device: false },
	'audit.abandoned': { roles: AUDIT, device: false }
};

/** Whether a tablet may send this type of entry in the name of a person of this role; `null` when nobody is named. */
export function mayState(type: EntryType, role: Role | null): boolean {
	const right = RIGHTS[type];
	if (right === 'server') return false;
	return role === null ? right.device : right.roles.includes(role);
}

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
