/** The desk's pages and who may open them: the menu offers no others, and whoever signs in starts at the first that is theirs. */
import { mayDo, type Action } from '$lib/domain/rights';
import type { Role } from '$lib/domain/site';
import { m } from '$lib/messages';

export interface DeskPage {
	href: string;
	action: Action;
	label: () => string;
}

/** What is administered, side by side under one entry of the main menu. */
const ADMIN_PAGES: readonly DeskPage[] = [
	{ href: '/admin/devices', action: 'devices.manage', label: m.common_devices },
	{ href: '/admin/quarantine', action: 'quarantine.resolve', label: m.quarantine_nav },
	{ href: '/admin/people', action: 'people.manage', label: m.people_title },
	{ href: '/admin/policy', action: 'policy.read', label: m.policy_nav },
	{ href: '/admin/templates', action: 'templates.manage', label: m.templates_nav },
	{ href: '/admin/seeds', action: 'checks.read', label: m.checks_nav },
	{ href: '/admin/parts', action: 'parts.manage', label: m.parts_nav },
	{ href: '/admin/catalogue', action: 'catalogue.manage', label: m.catalogue_nav },
	{ href: '/admin/connectors', action: 'connectors.manage', label: m.connectors_title },
	{ href: '/admin/sources', action: 'connectors.manage', label: m.sources_nav },
	{ href: '/admin/rules', action: 'site.configure', label: m.rules_menu },
	{ href: '/admin/sign-ins', action: 'sign-ins.read', label: m.sign_ins_title },
	{ href: '/admin/import', action: 'queue.import', label: m.import_nav }
];

const PAGES: readonly DeskPage[] = [
	{ href: '/ledger', action: 'ledger.read', label: m.common_ledger },
	{ href: '/audits', action: 'audits.read', label: m.audits_nav },
	{ href: '/labels', action: 'labels.print', label: m.common_labels }
];

export function adminPages(role: Role): readonly DeskPage[] {
	return ADMIN_PAGES.filter(({ action }) => mayDo(action, role));
}

/** The main menu's own entries; the pages under `adminPages` stand together behind one more. */
export function deskPages(role: Role): readonly DeskPage[] {
	return PAGES.filter(({ action }) => mayDo(action, role));
}

/** Where somebody of this role starts at the desk; on the floor, when no page of the desk is open to them. */
export function deskHome(role: Role): string {
	return (deskPages(role)[0] ?? adminPages(role)[0])?.href ?? '/inspect';
}
