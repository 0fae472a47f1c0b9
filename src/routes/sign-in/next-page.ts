/** Where to go after signing in: the page asked for before, if it is one of ours. */
export function nextPage(next: string | null): string {
	return next !== null && /^\/(?![/\\])/.test(next) ? next : '/ledger';
}
