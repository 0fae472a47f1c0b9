/** A person's way in at the desk: a user name and a password that an admin sets, or that they change themselves. */
import type { Person } from '$lib/domain/site';
import * as v from 'valibot';
import {
	createAccount,
	endSessions,
	hashPassword,
	isPasswordOf,
	MAX_PASSWORD,
	MIN_PASSWORD,
	refuseUnlessMay,
	setPassword,
	Username,
	type Account
} from '../auth';
import type { Core } from '../core';
import type { Tx } from '../db';
import { ProblemError } from '../problem';
import { requirePerson } from './find';

export const Password = v.pipe(v.string(), v.minLength(MIN_PASSWORD), v.maxLength(MAX_PASSWORD));
export const DeskAccount = v.object({ username: Username, password: Password });
export type DeskAccount = v.InferOutput<typeof DeskAccount>;

/**
 * Gives a person an account at the desk, or a new user name and password for the one they have, which ends their sessions (but the
 * one that asks). Throws `forbidden`, `not-found`, or `username-taken`.
 */
export async function setDeskAccount(
	core: Core,
	site: string,
	by: Account,
	personId: string,
	{ username, password }: DeskAccount
): Promise<void> {
	refuseUnlessMay(by, 'people.manage');
	// Takes a moment: done before the store is locked.
	const passwordHash = await hashPassword(password);
	await core.db.transaction().execute(async (tx) => {
		await putDeskAccount(tx, core.now(), await requirePerson(tx, site, personId), username, passwordHash);
		await endSessions(tx, personId, by.sessionId);
	});
}

/** The same within the caller's transaction, by the password's hash. Throws `username-taken`. */
export async function putDeskAccount(
	tx: Tx,
	now: Date,
	{ id: personId, name }: Pick<Person, 'id' | 'name'>,
	username: string,
	passwordHash: string
): Promise<void> {
	const user = username.toLowerCase();
	const taken = await tx.selectFrom('user').select('personId').where('username', '=', user).executeTakeFirst();
	if (taken && taken.personId !== personId) throw new ProblemError('username-taken');
	const own = await tx.selectFrom('user').select('id').where('personId', '=', personId).executeTakeFirst();
	if (!own) return createAccount(tx, now, { personId, name, username, passwordHash });
	await tx
		.updateTable('user')
		.set({ username: user, displayUsername: username, updatedAt: now.toISOString() })
		.where('id', '=', own.id)
		.execute();
	await setPassword(tx, own.id, passwordHash, now);
}

/** Ends every session of a person at the desk, but the one that asks. Throws `forbidden`. */
export async function endDeskSessions(core: Core, by: Account, personId: string): Promise<void> {
	refuseUnlessMay(by, 'people.manage');
	await core.db.transaction().execute((tx) => endSessions(tx, personId, by.sessionId));
}

/** Somebody changes their own password; their other sessions end. Throws `wrong-credentials` where the present one is not right. */
export async function changeOwnPassword(core: Core, own: Account, present: string, next: string): Promise<void> {
	if (!(await isPasswordOf(core.db, own.userId, present))) throw new ProblemError('wrong-credentials');
	const passwordHash = await hashPassword(v.parse(Password, next));
	await core.db.transaction().execute(async (tx) => {
		await setPassword(tx, own.userId, passwordHash, core.now());
		await endSessions(tx, own.personId, own.sessionId);
	});
}
