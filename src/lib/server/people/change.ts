/** What an admin changes about people. Each change is an entry in the admin's name; the server asks for the right again here. */
import { worksOnFloor } from '$lib/domain/pin';
import { Person } from '$lib/domain/site';
import * as v from 'valibot';
import { v7 as uuid } from 'uuid';
import {
	drawPin,
	endSessions,
	hashPassword,
	inTheNameOf,
	makePinVerifier,
	refuseUnlessMay,
	savePin,
	type Account
} from '../auth';
import type { Core } from '../core';
import type { Tx } from '../db';
import { appendServiceEntries, lockSite } from '../ledger';
import { ProblemError } from '../problem';
import { readDocuments } from '../projections';
import { putDeskAccount, type DeskAccount } from './desk-account';
import { requirePerson } from './find';

/** What is asked about a person. */
export const PersonDetails = v.object({ name: Person.entries.name, role: Person.entries.role });
export type PersonDetails = v.InferOutput<typeof PersonDetails>;

/** A person who has just been added, with what is shown of them once. */
export interface AddedPerson {
	personId: string;
	/** For tablets; null for a role that works at the desk alone. */
	pin: string | null;
}

/**
 * Adds a person, with a PIN where their role works on the floor and an account at the desk where one is given: all of it or nothing.
 * Throws `forbidden` or `username-taken`.
 */
export async function addPerson(
	core: Core,
	site: string,
	by: Account,
	details: PersonDetails,
	account: DeskAccount | null = null
): Promise<AddedPerson> {
	refuseUnlessMay(by, 'people.manage');
	const person: Person = { id: uuid(), ...details, active: true, sample: false };
	const pin = worksOnFloor(person.role) ? drawPin() : null;
	const verifier = pin && (await makePinVerifier(pin));
	const passwordHash = account && (await hashPassword(account.password));
	await core.db.transaction().execute(async (tx) => {
		if (account && passwordHash) await putDeskAccount(tx, core.now(), person, account.username, passwordHash);
		if (verifier) await savePin(tx, site, person.id, verifier, false, core.now().toISOString());
		await appendServiceEntries(core, tx, site, inTheNameOf(by), [
			{ type: 'person.defined', body: person },
			...(verifier ? [{ type: 'pin.set' as const, body: { personId: person.id } }] : [])
		]);
	});
	return { personId: person.id, pin };
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
