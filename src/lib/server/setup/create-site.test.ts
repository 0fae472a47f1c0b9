import { BODIES } from '$lib/domain/ledger';
import { Part } from '$lib/domain/site';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { authenticateDevice, signInAtDesk } from '../auth';
import { createEnrolmentCode, enrolDevice } from '../devices';
import { makeServiceKey, verifyLedger } from '../ledger';
import { openServer, ServiceKeyMismatch } from '../site-server';
import { TEST_STORE } from '../db/test-place';
import { newKey, PASSWORD, TestSite } from '../test-site';
import { readRegister } from '../views';
import { createSite } from './create-site';
import { DEMO_ASSETS, DEMO_PARTS, DEMO_PEOPLE, DEMO_PINS, DEMO_UNITS, DEMO_WORK_ORDERS } from './demo-site';
import { requestBytes } from '$lib/wire';

// Keys, hashes and hundreds of transactions: seconds of work on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let site: TestSite;
beforeAll(async () => {
	site = await TestSite.open('demo');
});
afterAll(() => site.close());

const problemOf = async (attempt: Promise<unknown>): Promise<string> => {
	try {
		await attempt;
	} catch (error) {
		if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
		throw error;
	}
	return 'no problem';
};

describe('the first run', () => {
	it('puts the whole register into a ledger that verifies', async () => {
		const { whole, entries } = await verifyLedger(site.server, site.id);
		expect(whole).toBe(true);
		expect(entries).toBeGreaterThan(30);
	});

	it('happens once', async () => {
		const request = {
			siteName: 'Second',
			adminName: 'Eve',
			username: 'eve',
			password: PASSWORD,
			kind: 'empty'
		} as const;
		expect(await problemOf(createSite(site.server, request))).toBe('already-set-up');
	});

	it('lets exactly one of two simultaneous calls through, and the other leaves nothing behind', async () => {
		const own = await TestSite.open();
		await own.server.db.deleteFrom('account').execute();
		await own.server.db.deleteFrom('user').execute();
		for (const table of [
			'credentials',
			'documents',
			'chains',
			'entry_index',
			'entries',
			'enrolment_codes',
			'sites'
		] as const) {
			await own.server.db.deleteFrom(table).execute();
		}
		const request = { siteName: 'S', adminName: 'A', username: 'ada', password: PASSWORD, kind: 'empty' } as const;
		const outcomes = await Promise.all([1, 2].map(() => problemOf(createSite(own.server, request))));
		expect(outcomes.sort()).toEqual(['already-set-up', 'no problem']);
		expect(await own.server.db.selectFrom('user').select('id').execute()).toHaveLength(1);
		await own.close();
	});

	it('keeps its keys to the owner of the data folder', async () => {
		const files = ['service-key.pem', 'session-secret', 'countersign.sqlite', 'countersign.sqlite-wal'];
		// With PostgreSQL its instances share them, and a folder holds none.
		if (TEST_STORE === 'postgres') expect(await readdir(site.server.dataDir)).toEqual(['uploads']);
		for (const name of TEST_STORE === 'postgres' ? [] : files) {
			expect((await stat(join(site.server.dataDir, name))).mode & 0o777).toBe(0o600);
		}
	});

	it('does not put a PIN or a password into the ledger', async () => {
		const rows = await site.server.db.selectFrom('entries').select('json').execute();
		const text = rows.map(({ json }) => json).join('\n');
		for (const pin of Object.values(DEMO_PINS)) expect(text).not.toContain(pin);
		const { hash } = await site.server.db.selectFrom('credentials').select('hash').limit(1).executeTakeFirstOrThrow();
		expect(text).not.toContain(hash);
	});

	it('refuses a ledger whose key is from another site', async () => {
		const opened = openServer({ ...site.place, serviceKey: makeServiceKey() });
		await expect(opened).rejects.toBeInstanceOf(ServiceKeyMismatch);
	});
});

describe('the demo site', () => {
	it('is made of valid parts whose numbers carry right check digits', () => {
		for (const part of DEMO_PARTS) {
			v.parse(Part, part);
			const digits = [...(part.gtin ?? '')].map(Number);
			const sum = digits.reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 3 : 1), 0);
			expect(sum % 10, part.number).toBe(0);
		}
		for (const unit of DEMO_UNITS) v.parse(BODIES['unit.registered'], unit);
		for (const order of DEMO_WORK_ORDERS) expect(DEMO_PARTS.map(({ id }) => id)).toContain(order.partId);
	});

	it('is marked as a sample wherever it has people, parts or machines', () => {
		for (const item of [...DEMO_PEOPLE, ...DEMO_PARTS, ...DEMO_ASSETS]) expect(item.sample).toBe(true);
	});

	it('shows the printed PINs of its sample people, and never the admin’s', async () => {
		const register = await readRegister(site.server, site.id);
		const lena = register?.people.find(({ id }) => id === 'person-lena-vogt');
		expect(lena?.samplePin).toBe(DEMO_PINS['person-lena-vogt']);
		const admin = register?.people.find(({ role }) => role === 'admin');
		expect(admin).toMatchObject({ hasPin: true, samplePin: null });
	});
});

describe('signing in at a desk', () => {
	it('takes the password and nothing else', async () => {
		const { account } = await signInAtDesk(site.server, site.id, 'Ada', PASSWORD);
		expect(account).toMatchObject({ personId: site.admin.personId, name: 'Ada Admin', role: 'admin' });
		expect(await problemOf(signInAtDesk(site.server, site.id, 'ada', 'wrong password'))).toBe('wrong-credentials');
		expect(await problemOf(signInAtDesk(site.server, site.id, 'nobody', PASSWORD))).toBe('wrong-credentials');
		expect(await problemOf(signInAtDesk(site.server, site.id, "'; --", PASSWORD))).toBe('wrong-credentials');
	});
});

describe('enrolling a tablet', () => {
	const redeem = (code: string) => enrolDevice(site.server, { code, name: 'Tablet', publicKey: newKey().publicKey });

	it('works once per code, typed in any way', async () => {
		const { code } = await createEnrolmentCode(site.server, site.id, site.admin);
		const typed = ` ${code.toLowerCase().replaceAll('-', ' ')} `;
		expect((await redeem(typed)).site.id).toBe(site.id);
		expect(await problemOf(redeem(code))).toBe('code-used');
	});

	it('ends fifteen minutes after the code was made', async () => {
		const { code } = await createEnrolmentCode(site.server, site.id, site.admin);
		site.clock.now += 15 * 60_000 + 1;
		expect(await problemOf(redeem(code))).toBe('code-used');
		expect(await problemOf(redeem('AAAA-BBBB-CCCC'))).toBe('code-used');
	});

	it('is for admins to allow', async () => {
		const by = { ...site.admin, role: 'inspector' } as const;
		expect(await problemOf(createEnrolmentCode(site.server, site.id, by))).toBe('forbidden');
	});
});

describe('a tablet’s signature on a call', () => {
	const body = new TextEncoder().encode('{}');
	async function call(changes: { unixMs?: number; body?: Uint8Array; path?: string } = {}) {
		const tablet = await site.enrol('Caller');
		const unixMs = changes.unixMs ?? site.clock.now;
		const hash = Buffer.from(await crypto.subtle.digest('SHA-256', body)).toString('base64url');
		const signature = tablet.sign(requestBytes('POST', '/api/sync/push', unixMs, hash));
		return authenticateDevice(site.server, site.id, {
			authorization: `Countersign-Device ${tablet.id}.${unixMs}.${signature}`,
			method: 'POST',
			pathAndQuery: changes.path ?? '/api/sync/push',
			body: changes.body ?? body
		});
	}

	it('is taken for this call alone', async () => {
		expect((await call()).skewMs).toBe(0);
		expect(await problemOf(call({ path: '/api/sync/pull' }))).toBe('unknown-device');
		expect(await problemOf(call({ body: new TextEncoder().encode('{"device":1}') }))).toBe('unknown-device');
	});

	it('tells a clock that is a day off from one that is years off', async () => {
		expect((await call({ unixMs: site.clock.now - 24 * 3_600_000 })).skewMs).toBe(-24 * 3_600_000);
		expect(await problemOf(call({ unixMs: 0 }))).toBe('clock-off');
	});
});
