/** Desk sign-in and sign-out for pages: checks, limits and notes attempts, and sets or clears the session's cookie. */
import type { RequestEvent } from '@sveltejs/kit';
import { noteSignIn, SESSION_COOKIE, SESSION_S, signInAtDesk, signOutAtDesk, type Account } from '../auth';
import { readSite } from '../ledger';
import { ProblemError } from '../problem';
import type { SiteServer } from '../site-server';

/** Throws `wrong-credentials`, or `rate-limited` with the seconds to wait. */
export async function signIn(event: RequestEvent, username: string, password: string): Promise<Account> {
	const { server } = event.locals;
	// Asked anew: the first run makes the site and signs its admin in within one request.
	const site = (await readSite(server.db))?.id;
	if (site === undefined) throw new ProblemError('not-found', { detail: 'no site is set up yet' });
	const address = event.getClientAddress();
	const attempt = { site, username, address };
	const retryAfterS = await countAttempt(server, address, username);
	if (retryAfterS !== null) {
		// Whoever keeps trying is noted now and then, not each time: the record must not be what fills the disk.
		const noted = await server.limits.signInNotes.attempt(address, server.now().getTime());
		if (noted === null) await noteSignIn(server, { ...attempt, outcome: 'limited' });
		throw new ProblemError('rate-limited', { retryAfterS });
	}
	try {
		const { account, cookie } = await signInAtDesk(server, site, username, password);
		event.cookies.set(cookieName(event), cookie, { ...ATTRIBUTES, secure: isSecure(event), maxAge: SESSION_S });
		await server.limits.signIn.forgive(pairKey(address, username));
		await noteSignIn(server, { ...attempt, outcome: 'ok' });
		return account;
	} catch (error) {
		if (error instanceof ProblemError && error.code === 'wrong-credentials') {
			await noteSignIn(server, { ...attempt, outcome: 'wrong' });
		}
		throw error;
	}
}

/** Ends the session on the server and in the browser. */
export async function signOut(event: RequestEvent): Promise<void> {
	const { server, account, siteId } = event.locals;
	event.cookies.delete(cookieName(event), { ...ATTRIBUTES, secure: isSecure(event) });
	if (!account || siteId === null) return;
	await signOutAtDesk(server.db, account);
	const { username } = account;
	await noteSignIn(server, { site: siteId, username, address: event.getClientAddress(), outcome: 'signed-out' });
}

/** The request's session cookie, under the name by which the accounts know it. */
export function sessionHeaders(event: RequestEvent): Headers {
	const value = event.cookies.get(cookieName(event));
	return new Headers(value === undefined ? {} : { cookie: `${SESSION_COOKIE}=${encodeURIComponent(value)}` });
}

const ATTRIBUTES = { path: '/', httpOnly: true, sameSite: 'lax' } as const;

function isSecure({ url }: RequestEvent): boolean {
	return url.protocol === 'https:';
}

/** A browser takes a `__Host-` cookie from this very host over https alone: no neighbour on the same domain can plant one. */
function cookieName(event: RequestEvent): string {
	return isSecure(event) ? `__Host-${SESSION_COOKIE}` : SESSION_COOKIE;
}

function pairKey(address: string, username: string): string {
	return `${address} ${nameKey(username)}`;
}

function nameKey(username: string): string {
	return username.trim().toLowerCase().slice(0, 64);
}

/**
 * Counts against the name at this address, the name from anywhere, and the address whatever the name. The seconds to wait where one of
 * them is used up; null when the attempt may go on.
 */
async function countAttempt({ limits, now }: SiteServer, address: string, username: string): Promise<number | null> {
	const at = now().getTime();
	return (
		(await limits.signIn.attempt(pairKey(address, username), at)) ??
		(await limits.signInName.attempt(nameKey(username), at)) ??
		(await limits.signInAddress.attempt(address, at))
	);
}
