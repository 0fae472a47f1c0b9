import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { flushDirectory } from '../durable-file';
import { readSite, verifyLedger, type LedgerVerification } from '../ledger';
import { nameOf, type Shelf } from '../photos';
import { openServer, RESTORING, type ServerOptions } from '../site-server';
import { copyDurably } from './copy';
import { BackupFault, DATABASE, findBackup, type Manifest } from './manifest';

/** Where to, and what the server is told about its secrets. */
type Into = Pick<ServerOptions, 'dataDir' | 'serviceKey' | 'sessionSecret'>;

export interface Restored {
	/** The backup it came from. */
	folder: string;
	manifest: Manifest;
	/** Null where the backup was made before the first run. */
	ledger: LedgerVerification | null;
}

/**
 * Positions given out after the backup was made are never given to other entries: tablets have seen them, and a tablet asks for what
 * comes after the last position it saw. More than any site adds between two backups.
 */
const POSITIONS_LEFT_OUT = 1_000_000;

/**
 * Brings a backup back into an empty data folder. Every file is checked against the manifest while it is copied, the ledger is opened
 * and verified, and only then is anything moved to its place, the database last.
 * Throws `BackupFault`; the folder is empty again then, or is refused by the server.
 */
export async function restoreBackup(from: string, into: Into): Promise<Restored> {
	const { folder, pool, manifest } = await findBackup(resolve(from));
	const dataDir = resolve(into.dataDir);
	await mkdir(dataDir, { recursive: true, mode: 0o700 });
	const found = (await readdir(dataDir)).filter((name) => name !== RESTORING);
	if (found.length > 0) throw new BackupFault(`${dataDir} is not empty: a restore never writes over anything.`);
	const draft = join(dataDir, RESTORING);
	await rm(draft, { recursive: true, force: true });
	await mkdir(draft, { mode: 0o700 });
	let ledger: LedgerVerification | null;
	try {
		for (const [path, sha256] of Object.entries(manifest.files)) await copyChecked(folder, draft, path, sha256);
		await copyShelf(pool, draft, 'photos', manifest.photos ?? []);
		await copyShelf(pool, draft, 'thumbnails', manifest.thumbnails);
		ledger = await openAndVerify({ ...into, dataDir: draft }, manifest);
	} catch (error) {
		await rm(draft, { recursive: true, force: true });
		throw error;
	}
	const names = (await readdir(draft)).filter((name) => name !== DATABASE);
	for (const name of [...names, DATABASE]) await rename(join(draft, name), join(dataDir, name));
	await flushDirectory(dataDir);
	await rm(draft, { recursive: true });
	await flushDirectory(dataDir);
	return { folder, manifest, ledger };
}

async function copyShelf(pool: string, draft: string, shelf: Shelf, names: readonly string[]): Promise<void> {
	for (const sha256 of names) await copyChecked(pool, draft, nameOf(shelf, sha256), sha256);
}

async function copyChecked(from: string, to: string, path: string, sha256: string): Promise<void> {
	const found = await copyDurably(join(from, path), join(to, path)).catch((error: unknown) => {
		throw new BackupFault(`${path} cannot be copied from the backup: ${String(error)}`, { cause: error });
	});
	if (found !== sha256) throw new BackupFault(`${path} in the backup is not what the manifest says: it is damaged.`);
}

/** Faults of the ledger itself are told, not refused: they were there when the backup was made, and nobody is helped by losing the rest. */
async function openAndVerify(draft: Into, manifest: Manifest): Promise<LedgerVerification | null> {
	const server = await openServer(draft);
	try {
		const site = await readSite(server.db);
		if (site?.position !== manifest.site?.position)
			throw new BackupFault('The ledger does not end where the manifest says.');
		if (!site) return null;
		const verification = await verifyLedger(server, site.id);
		await server.db
			.updateTable('sites')
			.set({ position: site.position + POSITIONS_LEFT_OUT })
			.where('id', '=', site.id)
			.execute();
		return verification;
	} finally {
		await server.close();
	}
}
