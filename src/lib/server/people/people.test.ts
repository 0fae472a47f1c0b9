import type { Role } from '$lib/domain/site';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readAccount, SESSION_COOKIE, signInAtDesk, type Account } from '../auth';
import { readLedgerPage } from '../ledger';
import { ProblemError } from '../problem';
import { readDocument } from '../projections';
import { PASSWORD, TestSite } from '../test-site';
import {
	addPerson,
	changeOwnPassword,
	changePerson,
	endDeskSessions,
	listPeople,
	readPerson,
	setDeskAccount,
	setNewPin
} from '.';

// Passwords and PINs are derived for real: a tenth of a second each, more on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const OTHER_PASSWORD = 'another good password';

let site: TestSite;
let admin: Account;

beforeEach(async () => {
	site = await TestSite.open();
	({ account: admin } = await signInAtDesk(site.server, site.id, 'ada', PASSWORD));
});

afterEach(() => site.close());

async function problemOf(work: Promise<unknown>): Promise<string | null> {
	try {
		await work;
		return null;
	} catch (error) {
		if (error instanceof ProblemError) return error.code;
		throw error;
	}
}

const add = async (name: string, role: Role) => (await addPerson(site.server, site.id, admin, { name, role })).personId;
const change = (id: string, to: Parameters<typeof changePerson>[4]) =>
	changePerson(site.server, site.id, admin, id, to);
const giveAccount = (id: string, username: string, password = OTHER_PASSWORD) =>
	setDeskAccount(site.server, site.id, admin, id, { username, password });

/** Somebody signs in; gives back how to ask whether they still are. */
async function signIn(username: string, password = OTHER_PASSWORD) {
	const { account, cookie } = await signInAtDesk(site.server, site.id, username, password);
	const headers = new Headers({ cookie: `${SESSION_COOKIE}=${encodeURIComponent(cookie)}` });
	const { auth, db } = site.server;
	return { account, isSignedIn: async () => (await readAccount(auth, db, site.id, headers)) !== null };
}

async function newestEntry() {
	const [row] = (await readLedgerPage(site.server, site.id, {}, null, 1)).rows;
	return row?.entry;
}

describe('people', () => {
	it('are added in the admin’s name, with a PIN where they work at tablets', async () => {
		const planner = await addPerson(site.server, site.id, admin, { name: 'Pia Plan', role: 'planner' });
		expect(planner.pin).toBeNull();
		expect(await newestEntry()).toMatchObject({
			type: 'person.defined',
			actor: { personId: admin.personId, role: 'admin', proof: 'session' },
			body: { id: planner.personId, name: 'Pia Plan', role: 'planner', active: true, sample: false }
		});
		const inspector = await addPerson(site.server, site.id, admin, { name: 'Ben Bauer', role: 'inspector' });
		expect(inspector.pin).toMatch(/^\d{6}$/);
		expect(await newestEntry()).toMatchObject({ type: 'pin.set', body: { personId: inspector.personId } });
		expect(await readPerson(site.server, site.id, inspector.personId)).toMatchObject({
			hasPin: true,
			username: null,
			lastSeenAt: null
		});
	});

	it('are added whole or not at all', async () => {
		const before = await newestEntry();
		const account = { username: 'ada', password: OTHER_PASSWORD };
		const details = { name: 'Ben Bauer', role: 'planner' as const };
		expect(await problemOf(addPerson(site.server, site.id, admin, details, account))).toBe('username-taken');
		expect(await newestEntry()).toEqual(before);
		await addPerson(site.server, site.id, admin, details, { ...account, username: 'ben' });
		expect((await signIn('ben')).account.name).toBe('Ben Bauer');
	});

	it('get a PIN that is shown once and kept nowhere as it is', async () => {
		const id = await add('Ben Bauer', 'inspector');
		const pin = await setNewPin(site.server, site.id, admin, id);
		expect(pin).toMatch(/^\d{6}$/);
		expect(await newestEntry()).toMatchObject({ type: 'pin.set', body: { personId: id } });
		const before = await readDocument(site.server.db, site.id, 'person', id);
		expect(before?.pin?.hash).toMatch(/^[\w-]{43}$/);
		expect(JSON.stringify((await readLedgerPage(site.server, site.id, {}, null, 500)).rows)).not.toContain(pin);
		await setNewPin(site.server, site.id, admin, id);
		expect((await readDocument(site.server.db, site.id, 'person', id))?.pin).not.toEqual(before?.pin);
	});

	it('keep their PIN through a new name or role', async () => {
		const id = await add('Ben Bauer', 'inspector');
		await setNewPin(site.server, site.id, admin, id);
		const { pin } = (await readDocument(site.server.db, site.id, 'person', id)) ?? {};
		await change(id, { name: 'Ben Berg', role: 'supervisor' });
		expect(await readDocument(site.server.db, site.id, 'person', id)).toMatchObject({ name: 'Ben Berg', pin });
	});

	it('are not written anew when nothing changes', async () => {
		const id = await add('Ben Bauer', 'inspector');
		const before = await newestEntry();
		await change(id, { name: 'Ben Bauer', role: 'inspector' });
		expect(await newestEntry()).toEqual(before);
	});

	it('lose PIN and sessions when they leave, and get the PIN back when they return', async () => {
		const id = await add('Ben Bauer', 'supervisor');
		await setNewPin(site.server, site.id, admin, id);
		await giveAccount(id, 'ben');
		const ben = await signIn('ben');
		await change(id, { active: false });
		expect(await ben.isSignedIn()).toBe(false);
		expect(await readPerson(site.server, site.id, id)).toMatchObject({ active: false, hasPin: false });
		expect(await problemOf(signIn('ben'))).toBe('wrong-credentials');
		await change(id, { active: true });
		expect(await readPerson(site.server, site.id, id)).toMatchObject({ active: true, hasPin: true });
	});

	it('are listed by name, those who have left last', async () => {
		await change(await add('Abel', 'inspector'), { active: false });
		await add('Zoë', 'inspector');
		const names = (await listPeople(site.server, site.id)).map(({ name }) => name);
		expect([names[0], names.at(-2), names.at(-1)]).toEqual(['Ada Admin', 'Zoë', 'Abel']);
	});

	it('were last seen when they last recorded or signed in', async () => {
		const tablet = await site.enrol('Tablet');
		site.clock.now += 60_000;
		await site.push(tablet, tablet.writeInspection());
		expect((await readPerson(site.server, site.id, 'inspector'))?.lastSeenAt).toBe('2026-11-22T08:01:00.000Z');
	});
});

describe('the site', () => {
	it('always has an admin who can sign in', async () => {
		expect(await problemOf(change(admin.personId, { role: 'planner' }))).toBe('last-admin');
		expect(await problemOf(change(admin.personId, { active: false }))).toBe('last-admin');
		const second = await add('Second Admin', 'admin');
		// Without an account they could not get in.
		expect(await problemOf(change(admin.personId, { active: false }))).toBe('last-admin');
		await giveAccount(second, 'second');
		expect(await problemOf(change(admin.personId, { role: 'planner' }))).toBeNull();
		expect(await problemOf(change(second, { active: false }))).toBe('last-admin');
	});

	it('has its people changed by admins alone', async () => {
		const id = await add('Ben Bauer', 'inspector');
		const supervisor: Account = { ...admin, role: 'supervisor' };
		const { server } = site;
		for (const attempt of [
			() => addPerson(server, site.id, supervisor, { name: 'Eve', role: 'admin' }),
			() => changePerson(server, site.id, supervisor, id, { role: 'admin' }),
			() => setNewPin(server, site.id, supervisor, id),
			() => setDeskAccount(server, site.id, supervisor, id, { username: 'eve', password: OTHER_PASSWORD }),
			() => endDeskSessions(server, supervisor, id)
		]) {
			expect(await problemOf(attempt())).toBe('forbidden');
		}
	});
});

describe('an account at the desk', () => {
	it('opens the desk to a person in their role', async () => {
		const id = await add('Ben Bauer', 'planner');
		await giveAccount(id, 'Ben.B');
		expect((await signIn('ben.b')).account).toMatchObject({ personId: id, role: 'planner', name: 'Ben Bauer' });
		expect(await readPerson(site.server, site.id, id)).toMatchObject({ username: 'Ben.B', deskSessions: 1 });
	});

	it('has a name of its own', async () => {
		const id = await add('Ben Bauer', 'planner');
		expect(await problemOf(giveAccount(id, 'ADA'))).toBe('username-taken');
		await giveAccount(id, 'ben');
		await giveAccount(id, 'benjamin');
		expect(await problemOf(signIn('ben'))).toBe('wrong-credentials');
		expect((await signIn('benjamin')).account.personId).toBe(id);
	});

	it('ends its sessions with a new password from the admin, and on the admin’s word', async () => {
		const id = await add('Ben Bauer', 'planner');
		await giveAccount(id, 'ben');
		const before = await signIn('ben');
		await giveAccount(id, 'ben', 'yet another password');
		expect(await before.isSignedIn()).toBe(false);
		expect(await problemOf(signIn('ben'))).toBe('wrong-credentials');
		const after = await signIn('ben', 'yet another password');
		await endDeskSessions(site.server, admin, id);
		expect(await after.isSignedIn()).toBe(false);
	});

	it('changes its own password: the others of its sessions end, this one stays', async () => {
		await giveAccount(await add('Ben Bauer', 'planner'), 'ben');
		const [here, elsewhere] = [await signIn('ben'), await signIn('ben')];
		const set = (present: string) => changeOwnPassword(site.server, here.account, present, 'yet another password');
		expect(await problemOf(set('not the password'))).toBe('wrong-credentials');
		expect(await elsewhere.isSignedIn()).toBe(true);
		await set(OTHER_PASSWORD);
		expect(await here.isSignedIn()).toBe(true);
		expect(await elsewhere.isSignedIn()).toBe(false);
	});
});
