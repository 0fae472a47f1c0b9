/** Which floor pages a tablet may show, as it stands. */
import type { Role } from '$lib/domain/site';
import type { Tablet } from '$lib/state/tablet.svelte';

const ENROL = '/enrol';
const UNLOCK = '/unlock';
const FIRST = '/inspect';
/** Where the work of some roles begins. */
const FIRST_OF: Partial<Record<Role, string>> = { technician: '/maintain', auditor: '/audit' };
/** Needs neither an enrolled tablet nor a person. */
const ALWAYS = ['/settings', ENROL];
/** What waits on this tablet can be seen, sent and exported by anybody who holds it. */
const WAITING = '/queue?tab=waiting';

/** Where to go instead of `path`; null when the page may be shown. The way back is kept in `to`. */
export function gate(status: Tablet['status'], path: string, search: string): string | null {
	if (status === 'starting' || status === 'failed' || ALWAYS.includes(path)) return null;
	if (status === 'not-enrolled' || status === 'storage-lost') return ENROL;
	if (status === 'damaged') return path + search === WAITING ? null : ENROL;
	if (status === 'locked' && path !== UNLOCK && path + search !== WAITING) {
		return path === FIRST ? UNLOCK : `${UNLOCK}?to=${encodeURIComponent(path + search)}`;
	}
	return null;
}

/** Where an unlocked tablet goes on: the page asked for before, if it is one of ours; otherwise where that role's work begins. */
export function afterUnlock(to: string | null, role: Role | null = null): string {
	if (to !== null && /^\/(?![/\\])/.test(to)) return to;
	return (role && FIRST_OF[role]) ?? FIRST;
}
