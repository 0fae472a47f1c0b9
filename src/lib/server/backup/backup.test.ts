import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TEST_STORE } from '../db/test-place';
import { appendEntries } from '../ledger';
import { openServer, RestoreUnfinished, RESTORING, type SiteServer } from '../site-server';
import { pullDocuments } from '../sync';
import { TestSite, type Tablet } from '../test-site';
import { makeBackup } from './make';
import { BackupFault, MANIFEST } from './manifest';
import { restoreBackup } from './restore';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let site: TestSite;
let tablet: Tablet;
let folder: string;
const opened: SiteServer[] = [];
beforeEach(async () => {
	site = await TestSite.open();
	tablet = await site.enrol('Tablet');
	folder = await mkdtemp(join(tmpdir(), 'countersign-backup-'));
});
afterEach(async () => {
	for (const server of opened.splice(0)) await server.close();
	await site.close();
	await rm(folder, { recursive: true, force: true });
});

let made = 0;
const backUp = () => {
	const now = () => new Date(Date.parse('2026-11-22T08:00:00.000Z') + made++ * 1000);
	return makeBackup({ dataDir: site.place.dataDir, photos: 'here', now }, join(folder, 'backups'));
};
const restored = () => join(folder, 'restored');
const restore = (from = join(folder, 'backups')) => restoreBackup(from, { dataDir: restored() });
async function open(): Promise<SiteServer> {
	const server = await openServer({ dataDir: restored(), now: () => new Date(site.clock.now) });
	opened.push(server);
	return server;
}

async function keepPhoto(): Promise<string> {
	const content = randomBytes(5000);
	const sha256 = createHash('sha256').update(content).digest('hex');
	await site.server.photoStore.write('photos', sha256, content);
	const body = { sha256, mediaType: 'image/jpeg', bytes: content.length, deviceId: tablet.id } as const;
	await site.state({ type: 'photo.stored', body });
	return sha256;
}

describe.skipIf(TEST_STORE !== 'sqlite')('a backup of the embedded store', () => {
	it('holds everything that was acknowledged before it began, though tablets go on sending', async () => {
		const sha256 = await keepPhoto();
		await site.push(tablet, tablet.writeInspection());
		const before = tablet.head.seq;
		let done = false;
		const backup = backUp().finally(() => (done = true));
		while (!done) await site.push(tablet, tablet.writeInspection());
		const { manifest } = await backup;
		const { ledger } = await restore();
		expect(ledger).toMatchObject({ whole: true });
		expect(ledger?.entries).toBe(manifest.site?.position);
		const server = await open();
		const chain = await server.db
			.selectFrom('chains')
			.select('seq')
			.where('device', '=', tablet.id)
			.executeTakeFirstOrThrow();
		expect(chain.seq).toBeGreaterThanOrEqual(before);
		expect(await server.photos.find(site.id, sha256)).not.toBeNull();
	});

	it('copies only the photos that no earlier one has', async () => {
		await keepPhoto();
		expect((await backUp()).copied).toBe(1);
		await keepPhoto();
		expect(await backUp()).toMatchObject({ copied: 1, manifest: { photos: { length: 2 }, missing: [] } });
	});

	it('names the photos that are on record and gone', async () => {
		const sha256 = await keepPhoto();
		await rm(join(site.place.dataDir, 'photos', sha256.slice(0, 2), sha256));
		expect((await backUp()).manifest).toMatchObject({ photos: [], missing: [sha256] });
	});

	it('lets a tablet that is ahead of it go on, and gives no position twice', async () => {
		await site.push(tablet, tablet.writeInspection());
		await backUp();
		const later = tablet.writeInspection();
		await site.push(tablet, later);
		const { position: cursor } = await pullDocuments(site.server, site.id, { after: 0, limit: 1000 });
		await restore();
		const server = await open();
		const newest = tablet.write('decision.withdrawn', { decisionId: String(later[2].body['id']) });
		const deliver = (records: readonly object[]) =>
			appendEntries(server, {
				site: site.id,
				device: tablet.id,
				records: records.map((record) => JSON.parse(JSON.stringify(record)) as Record<string, unknown>),
				skewMs: 0
			});
		const refused = await deliver([newest]);
		expect(refused).toMatchObject({ expectedSeq: later[0].seq, receipts: [{ result: 'out-of-order' }] });
		const taken = await deliver([...later, newest]);
		expect(taken.receipts.map(({ result }) => result)).toEqual(['stored', 'stored', 'stored', 'stored']);
		expect(taken.receipts[0]?.position).toBeGreaterThan(cursor);
		const { documents } = await pullDocuments(server, site.id, { after: cursor, limit: 1000 });
		expect(documents.map(({ kind }) => kind)).toContain('case');
	});

	it('is brought back into an empty folder only', async () => {
		await backUp();
		await mkdir(restored());
		await writeFile(join(restored(), 'notes.txt'), 'mine');
		await expect(restore()).rejects.toThrow(/not empty/);
		expect(await readdir(restored())).toEqual(['notes.txt']);
	});

	it('is refused when it is damaged, and leaves the folder empty', async () => {
		const { folder: made } = await backUp();
		const key = join(made, 'service-key.pem');
		await writeFile(key, `${await readFile(key, 'utf8')}\n`);
		await expect(restore()).rejects.toThrow(BackupFault);
		expect(await readdir(restored())).toEqual([]);
	});

	it('is not found when it is half there', async () => {
		const { folder: made } = await backUp();
		await rm(join(made, MANIFEST));
		await expect(restore()).rejects.toThrow(/no complete backup/);
		await expect(restore(made)).rejects.toThrow(/no complete backup/);
	});

	it('is the newest complete one, or the one that is named', async () => {
		const first = await backUp();
		await site.push(tablet, tablet.writeInspection());
		const second = await backUp();
		expect((await restore()).folder).toBe(second.folder);
		await rm(restored(), { recursive: true });
		expect((await restore(first.folder)).folder).toBe(first.folder);
	});
});

describe.skipIf(TEST_STORE !== 'sqlite')('a restore that was broken off', () => {
	it('is no new site', async () => {
		await mkdir(join(restored(), RESTORING), { recursive: true });
		await expect(openServer({ dataDir: restored() })).rejects.toThrow(RestoreUnfinished);
	});
});
