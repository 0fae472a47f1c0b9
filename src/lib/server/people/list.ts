/** What an admin sees of the site's people. */
import type { Person } from '$lib/domain/site';
import type { Core } from '../core';
import { readDocument, readDocuments } from '../projections';

export interface PersonStatus extends Person {
	/** Whether tablets take a PIN of theirs. */
	hasPin: boolean;
	/** Their name at the desk; null where they cannot sign in there. */
	username: string | null;
	/** Sessions at the desk that have not ended. */
	deskSessions: number;
	/** When they last did something here, at a tablet or the desk, by the server's clock; null when never. */
	lastSeenAt: string | null;
}

/** Everybody who is or was at the site, by name; those who have left come last. */
export async function listPeople(core: Core, site: string): Promise<PersonStatus[]> {
	const people = await readDocuments(core.db, site, 'person');
	const found = await Promise.all(people.map(({ id }) => readPerson(core, site, id)));
	const collator = new Intl.Collator();
	return found
		.filter((person) => person !== null)
		.sort((one, other) => Number(other.active) - Number(one.active) || collator.compare(one.name, other.name));
}

/** One of them; null where the register has no such person. */
export async function readPerson(core: Core, site: string, personId: string): Promise<PersonStatus | null> {
	const { db } = core;
	const person = await readDocument(db, site, 'person', personId);
	if (!person) return null;
	const user = await db
		.selectFrom('user')
		.select(['id', 'displayUsername'])
		.where('personId', '=', personId)
		.executeTakeFirst();
	const sessions = user
		? await db
				.selectFrom('session')
				.select('id')
				.where('userId', '=', user.id)
				.where('expiresAt', '>', new Date().toISOString())
				.execute()
		: [];
	const entry = await db
		.selectFrom('entries')
		.select('received_at')
		.where('site', '=', site)
		.where('person', '=', personId)
		.orderBy('position', 'desc')
		.limit(1)
		.executeTakeFirst();
	const signIn = await db
		.selectFrom('sign_ins')
		.select('at')
		.where('site', '=', site)
		.where('person', '=', personId)
		.where('outcome', 'in', ['ok', 'signed-out'])
		.orderBy('at', 'desc')
		.limit(1)
		.executeTakeFirst();
	const seen = [entry?.received_at, signIn?.at].filter((at) => at !== undefined).sort();
	const { id, name, role, active, sample, pin } = person;
	return {
		...{ id, name, role, active, sample },
		hasPin: pin !== null,
		username: user?.displayUsername ?? null,
		deskSessions: sessions.length,
		lastSeenAt: seen.at(-1) ?? null
	};
}
