/** Desk sign-in and sign-out for pages: checks, limits attempts, and sets or clears the session cookie. */
import type { RequestEvent } from '@sveltejs/kit';
import { signInAtDesk, signOutAtDesk, type SessionCookie } from '../auth';
import { ProblemError } from '../problem';

/** Throws `wrong-credentials`, or `rate-limited` with the seconds to wait. */
export async function signIn(event: RequestEvent, username: string, password: string): Promise<void> {
	const { server } = event.locals;
	const { signIn: limit } = server.limits;
	const key = `${event.getClientAddress()} ${username.toLowerCase()}`;
	const retryAfterS = limit.attempt(key, server.now().getTime());
	if (retryAfterS !== null) throw new ProblemError('rate-limited', { retryAfterS });
	setCookies(event, await signInAtDesk(server.auth, username, password));
	limit.forgive(key);
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
