/** What an admin changes about people. Each change is an entry in the admin's name; the server asks for the right again here. */
import { Person } from '$lib/domain/site';
import * as v from 'valibot';
import { v7 as uuid } from 'uuid';
import { drawPin, endSessions, inTheNameOf, makePinVerifier, refuseUnlessMay, savePin, type Account } from '../auth';
import type { Core } from '../core';
import type { Tx } from '../db';
import { appendServiceEntries, lockSite } from '../ledger';
import { ProblemError } from '../problem';
import { readDocument, readDocuments } from '../projections';

/** What is asked about a person. */
export const PersonDetails = v.object({ name: Person.entries.name, role: Person.entries.role });
export type PersonDetails = v.InferOutput<typeof PersonDetails>;

/** Adds a person, who can do nothing until they have a PIN or a desk account. Returns their id. Throws `forbidden`. */
export async function addPerson(core: Core, site: string, by: Account, details: PersonDetails): Promise<string> {
	refuseUnlessMay(by, 'people.manage');
	const person: Person = { id: uuid(), ...details, active: true, sample: false };
	await core.db.transaction().execute(async (tx) => {
		await appendServiceEntries(core, tx, site, inTheNameOf(by), [{ type: 'person.defined', body: person }]);
	});
	return person.id;
}

/** Throws `forbidden`, `not-found`, or `last-admin` where nobody would be left to run the site. */
export async function changePerson(
	core: Core,
	site: string,
	by: Account,
	personId: string,
	change: Partial<PersonDetails & Pick<Person, 'active'>>
): Promise<void> {
	refuseUnlessMay(by, 'people.manage');
	await core.db.transaction().execute(async (tx) => {
		await lockSite(tx, site);
		const known = await requirePerson(tx, site, personId);
		const changed: Person = { ...known, ...change };
		const same = changed.name === known.name && changed.role === known.role && changed.active === known.active;
		if (same) return;
		if (!isAdmin(changed) && !(await hasOtherAdmin(tx, site, personId))) throw new ProblemError('last-admin');
		await appendServiceEntries(core, tx, site, inTheNameOf(by), [{ type: 'person.defined', body: changed }]);
		if (!changed.active) await endSessions(tx, personId);
	});
}

/** Draws a new PIN, which is given back here and never again. Tablets take it with their next pull. Throws `forbidden` or `not-found`. */
export async function setNewPin(core: Core, site: string, by: Account, personId: string): Promise<string> {
	refuseUnlessMay(by, 'people.manage');
	const pin = drawPin();
	const verifier = await makePinVerifier(pin);
	await core.db.transaction().execute(async (tx) => {
		await lockSite(tx, site);
		await requirePerson(tx, site, personId);
		await savePin(tx, site, personId, verifier, false, core.now().toISOString());
		await appendServiceEntries(core, tx, site, inTheNameOf(by), [{ type: 'pin.set', body: { personId } }]);
	});
	return pin;
}

/** The person as the register has them, without what their PIN is checked against. Throws `not-found`. */
export async function requirePerson(tx: Tx, site: string, personId: string): Promise<Person> {
	const known = await readDocument(tx, site, 'person', personId);
	if (!known) throw new ProblemError('not-found', { detail: 'no such person' });
	const { id, name, role, active, sample } = known;
	return { id, name, role, active, sample };
}

/** Whether somebody else can run the site: an admin who is still here and can sign in at the desk. */
async function hasOtherAdmin(tx: Tx, site: string, personId: string): Promise<boolean> {
	const others = (await readDocuments(tx, site, 'person')).filter((other) => isAdmin(other) && other.id !== personId);
	if (others.length === 0) return false;
	const account = await tx
		.selectFrom('user')
		.select('id')
		.where(
			'personId',
			'in',
			others.map(({ id }) => id)
		)
		.limit(1)
		.executeTakeFirst();
	return account !== undefined;
}

function isAdmin({ role, active }: Pick<Person, 'role' | 'active'>): boolean {
	return active && role === 'admin';
}
