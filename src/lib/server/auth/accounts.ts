/** Desk accounts: user name and password, a session in a cookie. Rights come from the register, never from the account. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Role } from '$lib/domain/site';
import { betterAuth } from 'better-auth';
import { parseSetCookieHeader } from 'better-auth/cookies';
import { hashPassword } from 'better-auth/crypto';
import { username } from 'better-auth/plugins';
import * as v from 'valibot';
import { v7 as uuid } from 'uuid';
import type { Db, Tx } from '../db';
import { writeFileDurably } from '../durable-file';
import { ProblemError } from '../problem';
import { readDocument } from '../projections';

/** Somebody signed in at a desk. */
export interface Account {
	userId: string;
	username: string;
	personId: string;
	name: string;
	role: Role;
}

/** A cookie to be set as it is; `secure` is up to whoever knows the address. */
export interface SessionCookie {
	name: string;
	value: string;
	maxAge: number;
}

export type Auth = ReturnType<typeof makeAuth>;

export const MIN_PASSWORD = 10;
const SESSION_S = 7 * 24 * 60 * 60;

/** Opens the accounts of a data folder; its secret is made on first use and readable by its owner alone. */
export async function openAuth(db: Db, dataDir: string): Promise<Auth> {
	const file = join(dataDir, 'session-secret');
	let secret: string;
	try {
		secret = await readFile(file, 'utf8');
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
		secret = randomBytes(48).toString('base64url');
		await writeFileDurably(file, secret, 0o600);
	}
	return makeAuth(db, secret);
}

function makeAuth(db: Db, secret: string) {
	return betterAuth({
		appName: 'Countersign',
		// Only the functions are used, never its HTTP handler: it needs an address of its own in no answer.
		baseURL: 'http://localhost',
		secret,
		database: { db, type: 'sqlite' },
		emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: MIN_PASSWORD },
		plugins: [username()],
		user: { additionalFields: { personId: { type: 'string', required: true, input: false } } },
		session: { expiresIn: SESSION_S, updateAge: SESSION_S / 7 },
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

const SignedIn = v.object({ token: v.string(), user: v.object({ id: v.string(), personId: v.string() }) });

/**
 * Opens a session. Throws `wrong-credentials` whether the name or the password was wrong, or the person is no longer active; an
 * unknown name costs as much time as a wrong password.
 */
export async function signInAtDesk(
	{ auth, db }: { auth: Auth; db: Db },
	site: string,
	name: string,
	password: string
): Promise<{ account: Account; cookies: SessionCookie[] }> {
	let response: Response;
	try {
		response = await auth.api.signInUsername({ body: { username: name, password }, asResponse: true });
	} catch {
		throw new ProblemError('wrong-credentials');
	}
	if (!response.ok) throw new ProblemError('wrong-credentials');
	const cookies = readCookies(response);
	const { token, user } = v.parse(SignedIn, await response.json());
	const person = await readDocument(db, site, 'person', user.personId);
	if (!person?.active) {
		await db.deleteFrom('session').where('token', '=', token).execute();
		throw new ProblemError('wrong-credentials');
	}
	const account = { userId: user.id, username: name, personId: person.id, name: person.name, role: person.role };
	return { account, cookies };
}

/** Ends the session; the cookies that come back clear the browser's. */
export async function signOutAtDesk(auth: Auth, headers: Headers): Promise<SessionCookie[]> {
	return readCookies(await auth.api.signOut({ headers, asResponse: true }));
}

/** Who is signed in; null for nobody, and for a person who is no longer active in the register. */
export async function readAccount(auth: Auth, db: Db, site: string, headers: Headers): Promise<Account | null> {
	const session = await auth.api.getSession({ headers });
	if (!session) return null;
	const { id, personId, username: name } = session.user;
	const person = await readDocument(db, site, 'person', personId);
	if (!person?.active) return null;
	return { userId: id, username: name ?? '', personId, name: person.name, role: person.role };
}

function readCookies(response: Response): SessionCookie[] {
	return response.headers.getSetCookie().flatMap((header) =>
		[...parseSetCookieHeader(header)].map(([name, { value, 'max-age': maxAge }]) => ({
			name,
			value,
			maxAge: Number(maxAge ?? SESSION_S)
		}))
	);
}
