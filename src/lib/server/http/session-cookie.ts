/** Desk sign-in and sign-out for pages: checks, limits attempts, and sets or clears the session cookie. */
import type { RequestEvent } from '@sveltejs/kit';
import { signInAtDesk, signOutAtDesk, type Account, type SessionCookie } from '../auth';
import { readSite } from '../ledger';
import { ProblemError } from '../problem';

/** Throws `wrong-credentials`, or `rate-limited` with the seconds to wait. */
export async function signIn(event: RequestEvent, username: string, password: string): Promise<Account> {
	const { server } = event.locals;
	// Asked anew: the first run makes the site and signs its admin in within one request.
	const site = await readSite(server.db);
	if (!site) throw new ProblemError('not-found', { detail: 'no site is set up yet' });
	const { signIn: limit } = server.limits;
	const key = `${event.getClientAddress()} ${username.toLowerCase()}`;
	const retryAfterS = limit.attempt(key, server.now().getTime());
	if (retryAfterS !== null) throw new ProblemError('rate-limited', { retryAfterS });
	const { account, cookies } = await signInAtDesk(server, site.id, username, password);
	setCookies(event, cookies);
	limit.forgive(key);
	return account;
}

export async function signOut(event: RequestEvent): Promise<void> {
	setCookies(event, await signOutAtDesk(event.locals.server.auth, event.request.headers));
}

function setCookies(event: RequestEvent, cookies: readonly SessionCookie[]): void {
	for (const { name, value, maxAge } of cookies) {
		event.cookies.set(name, value, {
			path: '/',
			httpOnly: true,
			sameSite: 'lax',
			secure: event.url.protocol === 'https:',
			maxAge
		});
	}
}
