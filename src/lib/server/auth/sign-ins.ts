/** The record of who tried to sign in at the desk. It names people and addresses, and never what was typed as a password. */
import { v7 as uuid } from 'uuid';
import type { Core } from '../core';
import type { SignInRow } from '../db';

/** Long enough to look into what came to light late. */
const KEPT_MS = 400 * 24 * 60 * 60 * 1000;

export interface SignInAttempt {
	site: string;
	username: string;
	address: string;
	outcome: SignInRow['outcome'];
}

/** Writes an attempt down. A name that nobody has is kept by its first two letters: it may be a password in the wrong field. */
export async function noteSignIn(
	{ db, now }: Core,
	{ site, username, address, outcome }: SignInAttempt
): Promise<void> {
	const at = now();
	const typed = username.trim().slice(0, 64);
	const user = await db
		.selectFrom('user')
		.select('personId')
		.where('username', '=', typed.toLowerCase())
		.executeTakeFirst();
	await db
		.insertInto('sign_ins')
		.values({
			id: uuid(),
			site,
			at: at.toISOString(),
			username: user ? typed : `${typed.slice(0, 2)}…`,
			address: address.slice(0, 64),
			outcome,
			person: user?.personId ?? null
		})
		.execute();
	await db
		.deleteFrom('sign_ins')
		.where('site', '=', site)
		.where('at', '<', new Date(at.getTime() - KEPT_MS).toISOString())
		.execute();
}
