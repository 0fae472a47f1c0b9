/** Who may do what, as people meet it: an expired login, wrong PINs, roles at the desk, and what every answer says to the browser. */
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test';
import { ADMIN, enrol, INSPECTOR, inspectReady, readyForOffline, setUpDemoSite, signIn, syncState } from './journey';
import { ledgerOf, ofType } from './on-server';

const button = (page: Page, name: string | RegExp) =>
	page.getByRole('button', { name, exact: typeof name === 'string' });

/** What a sign-in page in front of the server, or the server itself, answers when a login has run out. */
const SIGN_IN_FIRST = {
	status: 401,
	contentType: 'application/problem+json',
	body: JSON.stringify({
		type: 'urn:countersign:problem:not-signed-in',
		title: 'Sign in first',
		status: 401,
		code: 'not-signed-in'
	})
};

test('an expired login delays the upload, asks once in words, and goes on by itself', async ({ server, tablet }) => {
	const page = tablet.page;
	await setUpDemoSite(page);
	await enrol(page);
	// The worker's calls would pass the route below by: here the page sends, as in browsers without Background Sync.
	await page.addInitScript(() => Reflect.deleteProperty(ServiceWorkerRegistration.prototype, 'sync'));
	await page.reload();
	await page.route('**/api/sync/**', (route) => route.fulfill(SIGN_IN_FIRST));
	await signIn(page);

	const asked = page.getByText('you can go on working');
	await expect(syncState(page)).toHaveText('Sign in to send 1');
	await expect(asked).toHaveCount(1);
	await button(page, 'Later').click();
	await expect(asked).toBeHidden();

	// Another record meets the same answer, also after a restart of the page: the badge says so, nobody is asked again.
	await page.goto('/unlock');
	await button(page, `Sign out ${INSPECTOR.name}`).click();
	await expect(syncState(page)).toHaveText('Sign in to send 2');
	await page.reload();
	await expect(syncState(page)).toHaveText('Sign in to send 2');
	await expect(asked).toBeHidden();

	await page.unroute('**/api/sync/**');
	await page.reload();
	await expect(syncState(page)).toHaveText('All sent');
	const entries = await ledgerOf(tablet, server);
	expect(ofType(entries, 'session.ended')).toHaveLength(1);
	expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
});

async function typePin(page: Page, person: string, pin: string): Promise<void> {
	const pad = page.getByRole('group', { name: `PIN of ${person}` });
	for (const digit of pin) await pad.getByRole('button', { name: digit, exact: true }).click();
	await pad.getByRole('button', { name: 'Done' }).click();
}

/** Writes one of the tablet's settings, for what would take days or a quarter of an hour to come about. */
async function keep(page: Page, key: string, value: object): Promise<void> {
	await page.evaluate(
		async (row) => {
			const request = indexedDB.open('countersign');
			await new Promise((done) => (request.onsuccess = done));
			const transaction = request.result.transaction('settings', 'readwrite');
			transaction.objectStore('settings').put(row);
			await new Promise((done) => (transaction.oncomplete = done));
			request.result.close();
		},
		{ key, value }
	);
}

/** As after nine wrong PINs, the last one long ago. */
async function rememberNineWrongPins(page: Page, personId: string): Promise<void> {
	await keep(page, 'pin-attempts', { [personId]: { wrong: 9, lastAt: 0 } });
}

test('the tenth wrong PIN locks, without a network too, and a supervisor lets the person on', async ({
	server,
	tablet
}) => {
	const page = tablet.page;
	await setUpDemoSite(page);
	await enrol(page);
	await expect(button(page, new RegExp(INSPECTOR.name))).toBeVisible();
	await readyForOffline(page);
	await rememberNineWrongPins(page, 'person-lena-vogt');
	await tablet.setOffline(true);

	await button(page, new RegExp(INSPECTOR.name)).click();
	await typePin(page, INSPECTOR.name, '999888');
	await expect(page.getByRole('heading', { name: `${INSPECTOR.name} is locked on this tablet` })).toBeVisible();
	await expect(button(page, /Tomás Ruiz/)).toBeHidden();

	await button(page, /Grace Okafor/).click();
	await typePin(page, 'Grace Okafor', '173205');
	await expect(page.getByText(`${INSPECTOR.name} may try again.`)).toBeVisible();
	await typePin(page, INSPECTOR.name, INSPECTOR.pin);
	await inspectReady(page);

	await tablet.setOffline(false);
	await expect(syncState(page)).toHaveText('All sent', { timeout: 30_000 });
	const entries = await ledgerOf(tablet, server);
	expect(ofType(entries, 'pin.locked')).toMatchObject([{ actor: { personId: null }, body: { wrong: 10 } }]);
	expect(ofType(entries, 'pin.unlocked')).toMatchObject([{ actor: { personId: 'person-grace-okafor' } }]);
	await page.goto('/admin/sign-ins');
	await expect(page.getByRole('cell', { name: 'Let on again by Grace Okafor' })).toBeVisible();
	await expect(page.getByRole('cell', { name: 'Locked at a tablet after wrong PINs' })).toBeVisible();
});

test('a tablet too long without its server says so, keeps everything, and opens by itself', async ({ tablet }) => {
	const page = tablet.page;
	await setUpDemoSite(page);
	await enrol(page);
	await readyForOffline(page);
	await tablet.setOffline(true);
	// Whatever was on its way from the server is let go of with the page.
	await page.reload();
	await expect(button(page, new RegExp(INSPECTOR.name))).toBeVisible();
	await keep(page, 'time-without-server', { countedMs: 15 * 86_400_000, upTo: Date.now() });

	await button(page, new RegExp(INSPECTOR.name)).click();
	await typePin(page, INSPECTOR.name, INSPECTOR.pin);
	await expect(page.getByRole('heading', { name: 'This tablet needs contact with its server' })).toBeVisible();
	await expect(page.getByText('without the server for more than 14 days')).toBeVisible();
	await expect(page.getByText('Everything recorded here is safe')).toBeVisible();
	await page.getByRole('link', { name: 'Show what waits' }).click();
	await expect(page).toHaveURL(/tab=waiting/);
	await page.goBack();

	await tablet.setOffline(false);
	await button(page, new RegExp(INSPECTOR.name)).click({ timeout: 30_000 });
	await typePin(page, INSPECTOR.name, INSPECTOR.pin);
	await inspectReady(page);
});

test('a new PIN from an admin opens what was locked', async ({ tablet }) => {
	const page = tablet.page;
	await setUpDemoSite(page);
	await enrol(page);
	await expect(button(page, new RegExp(INSPECTOR.name))).toBeVisible();
	await rememberNineWrongPins(page, 'person-lena-vogt');
	await button(page, new RegExp(INSPECTOR.name)).click();
	await typePin(page, INSPECTOR.name, '999888');
	await expect(page.getByRole('heading', { name: /is locked on this tablet/ })).toBeVisible();

	const desk = await tablet.context.newPage();
	await desk.goto('/admin/people');
	await desk.getByRole('link', { name: INSPECTOR.name }).click();
	await button(desk, 'Draw a new PIN').click();
	const pin = await desk.locator('.pin').innerText();
	await desk.close();

	await page.reload();
	await expect(syncState(page)).toHaveText('All sent');
	await button(page, new RegExp(INSPECTOR.name)).click();
	await typePin(page, INSPECTOR.name, pin);
	await inspectReady(page);
});

test('somebody at the desk sees what their role may, and is told of the rest with a way back', async ({
	server,
	tablet
}) => {
	const page = tablet.page;
	await setUpDemoSite(page);
	await page.goto('/admin/people/new');
	await page.getByLabel('Name', { exact: true }).fill('Pia Plan');
	await page.getByLabel('Role', { exact: true }).selectOption('planner');
	await page.getByLabel('Username').fill('pia');
	await page.getByLabel('Password', { exact: true }).fill('a long enough password');
	await button(page, 'Add').click();
	await expect(page.getByRole('heading', { name: 'Pia Plan was added' })).toBeVisible();
	await button(page, 'Sign out').click();

	await page.getByLabel('Username').fill('pia');
	await page.getByLabel('Password').fill('a long enough password');
	await button(page, 'Sign in').click();
	await expect(page).toHaveURL(/\/ledger$/);
	await expect(page.getByRole('link', { name: 'Admin' })).toHaveCount(0);
	await expect(button(page, /Check/)).toHaveCount(0);
	await page.goto('/admin/people');
	await expect(page.getByRole('heading', { name: 'This page is not for you' })).toBeVisible();
	await expect(page.getByText('You are signed in as planner.')).toBeVisible();
	await page.getByRole('link', { name: 'To the start page' }).click();
	await expect(page).toHaveURL(/\/ledger$/);

	// Her session is in the browser; a page elsewhere that makes it act gets nowhere.
	const cookie = (await tablet.context.cookies(server.origin)).map(({ name, value }) => `${name}=${value}`).join('; ');
	const forged = await fetch(`${server.origin}/api/devices/codes`, {
		method: 'POST',
		headers: { cookie, origin: 'https://evil.example' }
	});
	expect(forged.status).toBe(403);
});

test('every answer carries the headers that keep others out', async ({ server, tablet }) => {
	const page = tablet.page;
	await setUpDemoSite(page);
	await enrol(page);
	await expect(page.getByRole('heading', { name: 'Who is working here?' })).toBeVisible();
	const cookies = await tablet.context.cookies(server.origin);
	const session = cookies.find(({ name }) => name.endsWith('session_token'));
	expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
	const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
	const scripts = await page.evaluate(() =>
		performance.getEntriesByType('resource').flatMap(({ name }) => (/\.(m?js|css)$/.test(name) ? [name] : []))
	);
	expect(scripts.length).toBeGreaterThan(3);
	const addresses = [
		...['/inspect', '/unlock', '/queue', '/settings', '/enrol', '/offline', '/sign-in', '/nothing-here'],
		...['/ledger', '/labels', '/account', '/admin/devices', '/admin/people', '/admin/rules', '/admin/sign-ins'],
		...[
			'/api/health',
			'/api/ledger',
			'/api/nothing',
			'/service-worker.js',
			'/manifest.webmanifest',
			'/icons/icon-192.png'
		],
		...scripts.map((address) => new URL(address).pathname)
	];
	for (const address of new Set(addresses)) {
		const answer = await fetch(server.origin + address, { headers: { cookie } });
		expect.soft(Object.fromEntries(answer.headers), address).toMatchObject({
			'cross-origin-opener-policy': 'same-origin',
			'cross-origin-embedder-policy': 'require-corp',
			'cross-origin-resource-policy': 'same-origin',
			'x-content-type-options': 'nosniff',
			'referrer-policy': 'same-origin',
			'content-security-policy': expect.stringMatching(/frame-ancestors 'none'|default-src 'none'/)
		});
		if (!(answer.headers.get('content-type') ?? '').startsWith('text/html')) continue;
		const html = await answer.text();
		const inPage = /<meta http-equiv="content-security-policy" content="([^"]+)"/i.exec(html)?.[1] ?? '';
		const policies = `${answer.headers.get('content-security-policy')}; ${inPage.replaceAll('&#39;', "'")}`;
		const scriptRule = /(?:^|; )script-src ([^;]+)/.exec(policies)?.[1] ?? '';
		expect.soft(scriptRule, `${address}: which scripts may run`).toContain("'self'");
		expect.soft(scriptRule, address).not.toMatch(/unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)|\*|https?:/);
	}
});

test('passwords and PINs are in no log', async ({ server, tablet }) => {
	const page = tablet.page;
	await setUpDemoSite(page);
	await page.goto('/ledger');
	await button(page, 'Sign out').click();
	await page.getByLabel('Username').fill(ADMIN.username);
	await page.getByLabel('Password').fill('a wrong password of mine');
	await button(page, 'Sign in').click();
	await expect(page.getByText('do not match')).toBeVisible();
	await page.getByLabel('Password').fill(ADMIN.password);
	await button(page, 'Sign in').click();
	await expect(page).toHaveURL(/\/ledger$/);
	await page.goto('/admin/people');
	await page.getByRole('link', { name: INSPECTOR.name }).click();
	await button(page, 'Draw a new PIN').click();
	const pin = await page.locator('.pin').innerText();
	expect(server.output).toContain('/sign-in');
	for (const secret of [ADMIN.password, 'a wrong password of mine', pin]) expect(server.output).not.toContain(secret);
	expect(server.output).not.toMatch(/session_token=|"cookie"|"authorization"/i);
});

test('whoever calls without end is asked to wait, and tablets are not', async ({ server, tablet }) => {
	await setUpDemoSite(tablet.page);
	await enrol(tablet.page);
	const knock = () => fetch(`${server.origin}/api/sync/pull`);
	let refused: Response | undefined;
	for (let round = 0; round < 60 && !refused; round++) {
		const answers = await Promise.all(Array.from({ length: 50 }, knock));
		refused = answers.find(({ status }) => status === 429);
	}
	expect(refused?.headers.get('content-type')).toBe('application/problem+json');
	expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
	expect(await refused?.json()).toMatchObject({ code: 'rate-limited' });
	// The tablet comes from the same address: its own signature counts.
	await signIn(tablet.page);
	await expect(syncState(tablet.page)).toHaveText('All sent');
});
