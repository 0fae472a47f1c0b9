/** What whoever runs the server relies on: its log, its figures, an orderly stop, and a backup that brings everything back. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../fixtures/pictures';
import { ScriptSite, type ScriptTablet } from '../fixtures/script-tablet';
import { expect, test } from '../fixtures/test';

test('the log says who did what and how it ended, and no secret', async ({ server }) => {
	const site = await ScriptSite.setUp(server.origin);
	await ScriptSite.signIn(server.origin, 'a wrong password, typed in haste');
	const tablet = await site.enrol('Tablet');
	const entry = tablet.write();
	await tablet.push([entry]);
	await fetch(`${server.origin}/api/devices`, { method: 'POST', body: `{"code":"${tablet.code}` });
	await fetch(`${server.origin}/sign-in?password=in-the-address`);
	await fetch(`${server.origin}/api/sync/push`, { method: 'POST', headers: { 'x-request-id': 'from-the-balancer' } });
	await expect.poll(() => server.output).toContain('from-the-balancer');

	const lines = server.output
		.split('\n')
		.filter((line) => line.startsWith('{'))
		.map((line) => JSON.parse(line) as Record<string, unknown>);
	const requests = lines.filter(({ msg }) => msg === 'request');
	const push = requests.find(({ device }) => device === tablet.id);
	expect(push).toMatchObject({ method: 'POST', route: '/api/sync/push', status: 200, level: 'info' });
	expect(push?.['ms']).toEqual(expect.any(Number));
	expect(requests).toContainEqual(expect.objectContaining({ requestId: 'from-the-balancer', status: 401 }));
	const secrets = [
		ScriptSite.PASSWORD,
		'typed in haste',
		'in-the-address',
		tablet.code,
		entry.sig,
		String(entry.body['serial']),
		...site.people.map(({ pin }) => pin),
		...site.cookie.split(/[;=] ?/).filter((part) => part.length > 20),
		'Countersign-Device'
	];
	for (const secret of secrets) expect(server.output).not.toContain(secret);
});

test('the figures are there for this computer, and count what came', async ({ server }) => {
	const site = await ScriptSite.setUp(server.origin);
	const tablet = await site.enrol('Tablet');
	await tablet.push([tablet.write(), tablet.write()]);
	const text = await (await fetch(`${server.origin}/metrics`)).text();
	expect(text).toContain('countersign_entries_total{result="stored"} 2');
	expect(text).toContain('route="/api/sync/push",status="200"');
	expect(text).not.toContain(tablet.id);
	const passedOn = await fetch(`${server.origin}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.9' } });
	expect(passedOn.status).toBe(401);
});

interface Batch {
	ids: string[];
	answered: boolean;
}

/** Sends batch after batch until the server is gone. */
async function pushUntilGone(tablet: ScriptTablet, sent: () => void): Promise<Batch[]> {
	const batches: Batch[] = [];
	for (;;) {
		const entries = Array.from({ length: 20 }, () => tablet.write());
		const batch: Batch = { ids: entries.map(({ id }) => id), answered: false };
		batches.push(batch);
		try {
			await tablet.push(entries);
		} catch {
			return batches;
		}
		batch.answered = true;
		sent();
	}
}

test('an orderly stop answers whatever it has put on record', async ({ server }) => {
	const site = await ScriptSite.setUp(server.origin);
	const tablets = await Promise.all(Array.from({ length: 8 }, (_, index) => site.enrol(`Tablet ${index}`)));
	let answered = 0;
	let underLoad: () => void = () => undefined;
	const loaded = new Promise<void>((resolve) => (underLoad = resolve));
	const running = tablets.map((tablet) => pushUntilGone(tablet, () => ++answered >= 40 && underLoad()));
	await loaded;
	await server.stop();
	const batches = (await Promise.all(running)).flat();
	await server.start();
	const ledger = await site.ledger();
	const kept = (batch: Batch) => batch.ids.filter((id) => ledger.has(id)).length;
	expect(batches.filter((batch) => batch.answered).every((batch) => kept(batch) === 20)).toBe(true);
	expect(batches.filter((batch) => !batch.answered).map(kept)).toEqual(tablets.map(() => 0));
});

test('a backup by command, while the server runs, comes back whole', async ({ server }) => {
	const folder = mkdtempSync(join(tmpdir(), 'countersign-'));
	const command = (name: string, dataDir: string) =>
		execFileSync(process.execPath, [join(ROOT, 'src/commands/backup.mjs'), name, join(folder, 'backups')], {
			env: { ...process.env, DATA_DIR: dataDir },
			encoding: 'utf8'
		});
	const site = await ScriptSite.setUp(server.origin);
	const tablet = await site.enrol('Tablet');
	const entries = [tablet.write(), tablet.write()];
	await tablet.push(entries);
	expect(command('backup', server.dataDir)).toContain('Backed up to');
	const restored = join(folder, 'restored');
	expect(command('restore', restored)).toContain('The ledger is whole');
	expect(() => command('restore', restored)).toThrow();
	rmSync(folder, { recursive: true });
});
