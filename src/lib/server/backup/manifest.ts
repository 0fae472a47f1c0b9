/**
 * What a folder of backups holds: `photos` and `thumbnails`, by content and shared by all backups, so that each copies only what is new;
 * and a folder per backup with the database, the keys and this manifest. A backup's folder gets its name last: a folder without a
 * manifest, or with another name, is none.
 */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PhotoHash } from '$lib/domain/capture';
import { Instant } from '$lib/domain/site';
import * as v from 'valibot';

/** A reason that whoever runs the command can act on. */
export class BackupFault extends Error {
	override readonly name = 'BackupFault';
}

export const DATABASE = 'countersign.sqlite';
/** Without these the ledger cannot be gone on with, sessions end, and tablets on the local network trust the server no more. */
export const KEPT_FILES = ['service-key.pem', 'session-secret', 'certificates'];
export const MANIFEST = 'manifest.json';
const NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/;

export const Manifest = v.object({
	format: v.literal(1),
	madeAt: Instant,
	/** Null where the first run had not been completed. */
	site: v.nullable(v.object({ id: v.string(), name: v.string(), position: v.number() })),
	/** SHA-256 of every file beside the manifest, by its path. */
	files: v.record(v.string(), PhotoHash),
	/** Names of the photos, which are their SHA-256; null where they are kept on S3, outside this backup. */
	photos: v.nullable(v.array(PhotoHash)),
	thumbnails: v.array(PhotoHash),
	/** Photos on record that were not there to be copied. */
	missing: v.array(PhotoHash)
});
export type Manifest = v.InferOutput<typeof Manifest>;

export function nameAt(time: Date): string {
	return `${time.toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
}

/** The backup in a folder: the folder itself, or the newest of the backups in it. Throws `BackupFault` when there is none. */
export async function findBackup(folder: string): Promise<{ folder: string; pool: string; manifest: Manifest }> {
	const own = await readManifest(folder);
	if (own) return { folder, pool: dirname(folder), manifest: own };
	const names = await readdir(folder).catch(() => []);
	for (const name of names
		.filter((name) => NAME.test(name))
		.sort()
		.reverse()) {
		const manifest = await readManifest(join(folder, name));
		if (manifest) return { folder: join(folder, name), pool: folder, manifest };
	}
	throw new BackupFault(`There is no complete backup in ${folder}.`);
}

async function readManifest(folder: string): Promise<Manifest | null> {
	const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => null);
	if (text === null) return null;
	try {
		return v.parse(Manifest, JSON.parse(text));
	} catch {
		throw new BackupFault(`${join(folder, MANIFEST)} cannot be read: this backup is damaged, or of a newer version.`);
	}
}
