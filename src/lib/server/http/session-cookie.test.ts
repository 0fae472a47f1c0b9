import type { RequestEvent } from '@sveltejs/kit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readAccount, SESSION_S } from '../auth';
import { PASSWORD, TestSite } from '../test-site';
import { sessionHeaders, signIn, signOut } from './session-cookie';

// Each password is derived for real: tens of milliseconds, more on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

let site: TestSite;

beforeEach(async () => {
	site = await TestSite.open();
});

afterEach(() => site.close());

/** A browser at an address: keeps the cookies it is given, as the server set them. */
class Browser {
	readonly cookies = new Map<string, { value: string; options: Record<string, unknown> }>();

	constructor(
		readonly origin = 'https://site.example',
		readonly address = '192.0.2.1'
	) {}

	async event(): Promise<RequestEvent> {
		const event = {
			url: new URL('/sign-in', this.origin),
			getClientAddress: () => this.address,
			cookies: {
				get: (name: string) => this.cookies.get(name)?.value,
				set: (name: string, value: string, options: Record<string, unknown>) =>
					this.cookies.set(name, { value, options }),
				delete: (name: string) => this.cookies.delete(name)
			},
			locals: { server: site.server, siteId: site.id, account: null }
		} as unknown as RequestEvent;
		event.locals.account = await readAccount(site.server.auth, site.server.db, site.id, sessionHeaders(event));
		return event;
	}

	async signIn(username = 'ada', password = PASSWORD) {
		return signIn(await this.event(), username, password);
	}

	/** Who the server takes this browser for. */
	async account() {
		return (await this.event()).locals.account;
	}
}

const notes = () => site.server.db.selectFrom('sign_ins').selectAll().orderBy('id').execute();

describe('the session’s cookie', () => {
	it('is kept from scripts, from other hosts and from unencrypted connections', async () => {
		const browser = new Browser();
		await browser.signIn();
		const [[name, { options }] = ['', { options: {} }]] = [...browser.cookies];
		expect(name).toBe('__Host-countersign.session_token');
		expect(options).toEqual({ path: '/', httpOnly: true, sameSite: 'lax', secure: true, maxAge: SESSION_S });
		expect(await browser.account()).toMatchObject({ name: 'Ada Admin', role: 'admin' });
	});

	it('works on this computer without encryption, under a name that https does not take', async () => {
		const plain = new Browser('http://localhost');
		await plain.signIn();
		expect([...plain.cookies.keys()]).toEqual(['countersign.session_token']);
		expect(await plain.account()).not.toBeNull();
		const planted = new Browser();
		for (const [name, cookie] of plain.cookies) planted.cookies.set(name, cookie);
		expect(await planted.account()).toBeNull();
	});

	it('opens nothing once signed out, wherever a copy of it is', async () => {
		const [browser, copy] = [new Browser(), new Browser()];
		await browser.signIn();
		for (const [name, cookie] of browser.cookies) copy.cookies.set(name, cookie);
		expect(await copy.account()).not.toBeNull();
		await signOut(await browser.event());
		expect(browser.cookies.size).toBe(0);
		expect(await copy.account()).toBeNull();
	});

	it('opens nothing when it was altered', async () => {
		const browser = new Browser();
		await browser.signIn();
		for (const cookie of browser.cookies.values()) cookie.value = cookie.value.replace(/.{4}$/, 'AAA=');
		expect(await browser.account()).toBeNull();
	});
});

describe('a session at the desk', () => {
	const age = (changes: { createdAt?: string; expiresAt?: string }) =>
		site.server.db.updateTable('session').set(changes).execute();
	const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

	it('ends a week after signing in, however much it is used', async () => {
		const browser = new Browser();
		await browser.signIn();
		await age({ createdAt: hoursAgo(7 * 24 - 1) });
		expect(await browser.account()).not.toBeNull();
		await age({ createdAt: hoursAgo(7 * 24 + 1) });
		expect(await browser.account()).toBeNull();
		expect(await site.server.db.selectFrom('session').select('id').execute()).toEqual([]);
	});

	it('ends twelve hours after its last use', async () => {
		const browser = new Browser();
		await browser.signIn();
		const { expiresAt } = await site.server.db.selectFrom('session').select('expiresAt').executeTakeFirstOrThrow();
		expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(12 * 3_600_000);
		await age({ expiresAt: hoursAgo(0.1) });
		expect(await browser.account()).toBeNull();
	});

	it('is put off by use', async () => {
		const browser = new Browser();
		await browser.signIn();
		await age({ expiresAt: new Date(Date.now() + 60_000).toISOString() });
		expect(await browser.account()).not.toBeNull();
		const { expiresAt } = await site.server.db.selectFrom('session').select('expiresAt').executeTakeFirstOrThrow();
		expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(11 * 3_600_000);
	});
});

describe('signing in', () => {
	it('answers an unknown name as it answers a wrong password, and takes as long', async () => {
		const timed = async (username: string) => {
			const start = performance.now();
			await expect(new Browser().signIn(username, 'not the password')).rejects.toMatchObject({
				code: 'wrong-credentials'
			});
			return performance.now() - start;
		};
		// The quickest of three: what else the machine does at the time only adds.
		const quickest = async (username: string) =>
			Math.min(await timed(username), await timed(username), await timed(username));
		const [known, unknown] = [await quickest('ada'), await quickest('nobody')];
		// The password's derivation costs tens of milliseconds, everything else next to nothing.
		expect(unknown).toBeGreaterThan(known / 4);
	});

	it('is refused for whoever has left, as a wrong password is', async () => {
		const { personId, name } = site.admin;
		await site.state({
			type: 'person.defined',
			body: { id: personId, name, role: 'admin', active: false, sample: false }
		});
		await expect(new Browser().signIn()).rejects.toMatchObject({ code: 'wrong-credentials' });
		expect(await site.server.db.selectFrom('session').select('id').execute()).toEqual([]);
	});

	it('pauses after ten tries of a name from one address, and lets others on', async () => {
		const wrong = () => new Browser().signIn('ada', 'wrong').catch((error: { code: string }) => error.code);
		for (let attempt = 1; attempt <= 10; attempt++) expect(await wrong()).toBe('wrong-credentials');
		await expect(new Browser().signIn()).rejects.toMatchObject({ code: 'rate-limited', facts: { retryAfterS: 300 } });
		await expect(new Browser(undefined, '192.0.2.2').signIn()).resolves.toMatchObject({ role: 'admin' });
		site.clock.now += 5 * 60_000;
		await expect(new Browser().signIn()).resolves.toMatchObject({ role: 'admin' });
	});

	it('pauses for a name that is tried from many addresses', async () => {
		for (let host = 1; host <= 60; host++) {
			await new Browser(undefined, `198.51.100.${host}`).signIn('Ada', '').catch(() => undefined);
		}
		await expect(new Browser(undefined, '203.0.113.9').signIn()).rejects.toMatchObject({ code: 'rate-limited' });
	});
});

describe('the record of sign-ins', () => {
	it('says who, from where and what came of it, and nothing that was typed as a password', async () => {
		const browser = new Browser();
		await browser.signIn('Ada', 'wrong password').catch(() => undefined);
		await browser.signIn('Ada');
		await signOut(await browser.event());
		const rows = await notes();
		expect(rows.map(({ username, outcome, person, address }) => [username, outcome, person, address])).toEqual([
			['Ada', 'wrong', site.admin.personId, '192.0.2.1'],
			['Ada', 'ok', site.admin.personId, '192.0.2.1'],
			['ada', 'signed-out', site.admin.personId, '192.0.2.1']
		]);
		expect(JSON.stringify(rows)).not.toMatch(/wrong password|horse/);
	});

	it('keeps of a name that nobody has only how it begins: it may be a password in the wrong field', async () => {
		await new Browser().signIn(PASSWORD.replaceAll(' ', '.'), 'x').catch(() => undefined);
		expect(await notes()).toMatchObject([{ username: 'co…', outcome: 'wrong', person: null }]);
	});

	it('is not filled by whoever keeps trying', async () => {
		for (let attempt = 1; attempt <= 60; attempt++) await new Browser().signIn('ada', '').catch(() => undefined);
		const limited = (await notes()).filter(({ outcome }) => outcome === 'limited');
		expect(limited).toHaveLength(20);
	});
});
