/** Who may state what: the roles that each type of entry may come from. The server checks it; tablets do not offer the rest. */
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
