import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { openStore } from '../db';
import { copyDatabase } from '../db/snapshot';
import { flushDirectory, writeFileDurably } from '../durable-file';
import { readSite } from '../ledger';
import { nameOf, type Shelf } from '../photos';
import { readDocument } from '../projections';
import { copyDurably, filesBelow, hashOf, isFile } from './copy';
import { BackupFault, DATABASE, KEPT_FILES, MANIFEST, nameAt, type Manifest } from './manifest';

export interface BackupMade {
	/** Where it is. */
	folder: string;
	manifest: Manifest;
	/** Photos and previews that no earlier backup had. */
	copied: number;
}

const UNFINISHED = '.unfinished-';
const LEFT_OVER_MS = 24 * 60 * 60 * 1000;

/**
 * Backs up a data folder, also while a server works in it. The database is copied first and the photos after it: whatever the copy says
 * is there was on disk before. Throws `BackupFault`, or what the disk could not do; then no backup of this name exists.
 *
 * @param photos whether photos lie in the data folder too, or elsewhere
 */
export async function makeBackup(
	options: { dataDir: string; photos: 'here' | 'elsewhere'; now?: () => Date },
	into: string
): Promise<BackupMade> {
	const dataDir = resolve(options.dataDir);
	const target = resolve(into);
	if (!(await isFile(join(dataDir, DATABASE)))) throw new BackupFault(`There is no database in ${dataDir}.`);
	const madeAt = (options.now ?? (() => new Date()))();
	const folder = join(target, nameAt(madeAt));
	await mkdir(target, { recursive: true, mode: 0o700 });
	await removeLeftOvers(target);
	if (await stat(folder).catch(() => null)) throw new BackupFault(`${folder} is there already.`);
	const draft = join(target, UNFINISHED + nameAt(madeAt));
	await mkdir(draft, { mode: 0o700 });
	try {
		await copyDatabase(join(dataDir, DATABASE), join(draft, DATABASE));
		const files: Manifest['files'] = {};
		for (const kept of KEPT_FILES) {
			for (const path of await filesBelow(dataDir, kept)) {
				files[path] = await copyDurably(join(dataDir, path), join(draft, path));
			}
		}
		const { site, photos, thumbnails } = await readSnapshot(draft);
		files[DATABASE] = await hashOf(join(draft, DATABASE));
		const wanted = options.photos === 'here' ? { photos, thumbnails } : { photos: [], thumbnails: [] };
		const evidence = await copyNew(dataDir, target, 'photos', wanted.photos);
		const previews = await copyNew(dataDir, target, 'thumbnails', wanted.thumbnails);
		const manifest: Manifest = {
			format: 1,
			madeAt: madeAt.toISOString(),
			site,
			files,
			photos: options.photos === 'here' ? evidence.there : null,
			thumbnails: previews.there,
			missing: evidence.missing
		};
		await writeFileDurably(join(draft, MANIFEST), JSON.stringify(manifest, null, '\t'), 0o600);
		await flushDirectory(draft);
		await rename(draft, folder);
		await flushDirectory(target);
		return { folder, manifest, copied: evidence.copied + previews.copied };
	} catch (error) {
		await rm(draft, { recursive: true, force: true });
		throw error;
	}
}

/** What the copy itself says: the running server is further by now. Opening it shows that it can be opened. */
async function readSnapshot(draft: string) {
	const store = await openStore({ dataDir: draft });
	try {
		const row = await readSite(store.db);
		const site = row ? await readDocument(store.db, row.id, 'site', row.id) : null;
		const photos = await store.db.selectFrom('photos').select('sha256').distinct().orderBy('sha256').execute();
		const previews = await store.db.selectFrom('thumbnails').select('file').distinct().orderBy('file').execute();
		return {
			site: row && { id: row.id, name: site?.name ?? '', position: row.position },
			photos: photos.map(({ sha256 }) => sha256),
			thumbnails: previews.map(({ file }) => file)
		};
	} finally {
		await store.close();
	}
}

async function copyNew(dataDir: string, target: string, shelf: Shelf, names: readonly string[]) {
	const there: string[] = [];
	const missing: string[] = [];
	let copied = 0;
	for (const sha256 of names) {
		const path = nameOf(shelf, sha256);
		if (await isFile(join(target, path))) there.push(sha256);
		else if (!(await isFile(join(dataDir, path)))) missing.push(sha256);
		else {
			const found = await copyDurably(join(dataDir, path), join(target, path));
			// What does not have its name any more is no copy of it: better known to be missing.
			if (found === sha256) there.push(sha256);
			else {
				missing.push(sha256);
				await rm(join(target, path));
			}
			copied++;
		}
	}
	return { there, missing, copied };
}

/** What a crash has left. A backup that runs at the same time is younger. */
async function removeLeftOvers(target: string): Promise<void> {
	for (const name of (await readdir(target)).filter((name) => name.startsWith(UNFINISHED))) {
		const { mtimeMs } = await stat(join(target, name));
		if (Date.now() - mtimeMs > LEFT_OVER_MS) await rm(join(target, name), { recursive: true, force: true });
	}
}
