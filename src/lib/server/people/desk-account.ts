/** A person's way in at the desk: a user name and a password that an admin sets, or that they change themselves. */
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
import { ProblemError } from '../problem';
import { requirePerson } from './change';

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
		const { name } = await requirePerson(tx, site, personId);
		const taken = await tx
			.selectFrom('user')
			.select('personId')
			.where('username', '=', username.toLowerCase())
			.executeTakeFirst();
		if (taken && taken.personId !== personId) throw new ProblemError('username-taken');
		const own = await tx.selectFrom('user').select('id').where('personId', '=', personId).executeTakeFirst();
		const now = core.now();
		if (!own) return createAccount(tx, now, { personId, name, username, passwordHash });
		await tx
			.updateTable('user')
			.set({ username: username.toLowerCase(), displayUsername: username, updatedAt: now.toISOString() })
			.where('id', '=', own.id)
			.execute();
		await setPassword(tx, own.id, passwordHash, now);
		await endSessions(tx, personId, by.sessionId);
	});
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
