import { deskHome } from '$lib/components/desk-pages';
import type { Role } from '$lib/domain/site';

/** Where to go after signing in: the page asked for before, if it is one of ours; else the first that is open to this role. */
export function nextPage(next: string | null, role: Role): string {
	return next !== null && /^\/(?![/\\])/.test(next) ? next : deskHome(role);
}
