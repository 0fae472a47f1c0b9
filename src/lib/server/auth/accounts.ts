/** Desk accounts: user name and password, a session in a cookie. Rights come from the register, never from the account. */
import { randomBytes } from 'node:crypto';
import type { Role } from '$lib/domain/site';
import { betterAuth } from 'better-auth';
import { parseSetCookieHeader } from 'better-auth/cookies';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { username } from 'better-auth/plugins';
import * as v from 'valibot';
import { v7 as uuid } from 'uuid';
import type { Db, Store, Tx } from '../db';
import { ProblemError } from '../problem';
import { readDocument } from '../projections';

/** Somebody signed in at a desk. */
export interface Account {
	userId: string;
	username: string;
	personId: string;
	name: string;
	role: Role;
	/** The session this call came with: what is changed may end the person's others. */
	sessionId: string;
}

export type Auth = ReturnType<typeof openAuth>;

export const MIN_PASSWORD = 10;
export const MAX_PASSWORD = 128;
export const Username = v.pipe(v.string(), v.trim(), v.regex(/^[A-Za-z0-9_.]{3,30}$/));

const HOUR_S = 60 * 60;
/** A session that nobody has used for a working day ends; used or not, it ends after a week. */
const IDLE_S = 12 * HOUR_S;
export const SESSION_S = 7 * 24 * HOUR_S;
/** How often a use is written down: an idle session may end this much early. */
const WRITE_USE_EVERY_S = HOUR_S / 4;

/** The name of the session's cookie, as better-auth knows it. */
export const SESSION_COOKIE = 'countersign.session_token';

/** A new secret to sign session cookies with. */
export function makeSessionSecret(): string {
	return randomBytes(48).toString('base64url');
}

/** Opens the accounts of a store. Every instance needs the same secret, or a session made by one is unknown to the next. */
export function openAuth({ db, type }: Pick<Store, 'db' | 'type'>, secret: string) {
	return betterAuth({
		appName: 'Countersign',
		// Only the functions are used, never its HTTP handler: it needs an address of its own in no answer.
		baseURL: 'http://localhost',
		secret,
		database: { db, type },
		emailAndPassword: {
			enabled: true,
			disableSignUp: true,
			minPasswordLength: MIN_PASSWORD,
			maxPasswordLength: MAX_PASSWORD
		},
		plugins: [username()],
		user: { additionalFields: { personId: { type: 'string', required: true, input: false } } },
		session: { expiresIn: IDLE_S, updateAge: WRITE_USE_EVERY_S },
		advanced: { cookiePrefix: 'countersign', useSecureCookies: false },
		rateLimit: { enabled: false },
		telemetry: { enabled: false },
		logger: { disabled: true }
	});
}

/** Adds an account within the caller's transaction. The e-mail address is made up: nothing is ever sent to it. */
export async function createAccount(
	tx: Tx,
	now: Date,
	account: { personId: string; name: string; username: string; passwordHash: string }
): Promise<void> {
	const userId = uuid();
	const at = now.toISOString();
	const user = account.username.toLowerCase();
	await tx
		.insertInto('user')
		.values({
			id: userId,
			name: account.name,
			email: `${user}@accounts.invalid`,
			emailVerified: 0,
			image: null,
			createdAt: at,
			updatedAt: at,
			username: user,
			displayUsername: account.username,
			personId: account.personId
		})
		.execute();
	await tx
		.insertInto('account')
		.values({
			id: uuid(),
			accountId: userId,
			providerId: 'credential',
			userId,
			password: account.passwordHash,
			createdAt: at,
			updatedAt: at
		})
		.execute();
}

export { hashPassword };

/** Puts another password in place of an account's own, within the caller's transaction. */
export async function setPassword(tx: Tx, userId: string, passwordHash: string, now: Date): Promise<void> {
	await tx
		.updateTable('account')
		.set({ password: passwordHash, updatedAt: now.toISOString() })
		.where('userId', '=', userId)
		.where('providerId', '=', 'credential')
		.execute();
}

export async function isPasswordOf(db: Db, userId: string, password: string): Promise<boolean> {
	const row = await db
		.selectFrom('account')
		.select('password')
		.where('userId', '=', userId)
		.where('providerId', '=', 'credential')
		.executeTakeFirst();
	return row?.password ? verifyPassword({ hash: row.password, password }) : false;
}

/** Ends a person's sessions at the desk, but the one named; their cookies open nothing any more. */
export async function endSessions(tx: Tx, personId: string, butSessionId?: string): Promise<void> {
	const user = await tx.selectFrom('user').select('id').where('personId', '=', personId).executeTakeFirst();
	if (!user) return;
	let sessions = tx.deleteFrom('session').where('userId', '=', user.id);
	if (butSessionId !== undefined) sessions = sessions.where('id', '!=', butSessionId);
	await sessions.execute();
}

const SignedIn = v.object({ token: v.string(), user: v.object({ id: v.string(), personId: v.string() }) });

/**
 * Opens a session; `cookie` is the value of its cookie. Throws `wrong-credentials` whether the name or the password was wrong, or the
 * person is no longer active; an unknown name costs as much time as a wrong password.
 */
export async function signInAtDesk(
	{ auth, db }: { auth: Auth; db: Db },
	site: string,
	name: string,
	password: string
): Promise<{ account: Account; cookie: string }> {
	let response: Response;
	try {
		response = await auth.api.signInUsername({ body: { username: name, password }, asResponse: true });
	} catch {
		throw new ProblemError('wrong-credentials');
	}
	if (!response.ok) throw new ProblemError('wrong-credentials');
	const cookie = response.headers
		.getSetCookie()
		.map((header) => parseSetCookieHeader(header).get(SESSION_COOKIE)?.value)
		.find((value) => value !== undefined);
	const { token, user } = v.parse(SignedIn, await response.json());
	const session = await db.selectFrom('session').select('id').where('token', '=', token).executeTakeFirst();
	if (cookie === undefined || !session) throw new ProblemError('unavailable', { detail: 'no session was kept' });
	const person = await readDocument(db, site, 'person', user.personId);
	if (!person?.active) {
		await db.deleteFrom('session').where('id', '=', session.id).execute();
		throw new ProblemError('wrong-credentials');
	}
	const { id: personId, role } = person;
	return {
		account: { userId: user.id, username: name, personId, name: person.name, role, sessionId: session.id },
		cookie
	};
}

/** Ends the session on the server: its cookie opens nothing any more, wherever a copy of it may be. */
export async function signOutAtDesk(db: Db, { sessionId }: Pick<Account, 'sessionId'>): Promise<void> {
	await db.deleteFrom('session').where('id', '=', sessionId).execute();
}

/**
 * Who is signed in; null for nobody, for a session older than it may be, and for a person who is no longer active in the register.
 * @param headers with the session's cookie under the name `SESSION_COOKIE`
 */
export async function readAccount(auth: Auth, db: Db, site: string, headers: Headers): Promise<Account | null> {
	const found = await auth.api.getSession({ headers });
	if (!found) return null;
	const { id, personId, username: name } = found.user;
	const { id: sessionId, createdAt } = found.session;
	if (Date.now() - createdAt.getTime() > SESSION_S * 1000) {
		await signOutAtDesk(db, { sessionId });
		return null;
	}
	const person = await readDocument(db, site, 'person', personId);
	if (!person?.active) return null;
	return { userId: id, username: name ?? '', personId, name: person.name, role: person.role, sessionId };
}
