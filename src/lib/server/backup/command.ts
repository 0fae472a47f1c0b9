/** `npm run backup -- DIR` and `npm run restore -- DIR`, once everything they need is installed. */
import { optionsFrom } from '../environment';
import type { ServerOptions } from '../site-server';
import { BackupFault, makeBackup, restoreBackup } from '.';

const [command, folder, ...rest] = process.argv.slice(2);

async function main(): Promise<number> {
	if ((command !== 'backup' && command !== 'restore') || folder === undefined || rest.length > 0) {
		console.error('Use: npm run backup -- FOLDER, or: npm run restore -- FOLDER');
		return 2;
	}
	const { databaseUrl, photos, ...options } = await optionsFrom(process.env);
	if (databaseUrl) {
		throw new BackupFault(
			'DATABASE_URL is set: the ledger is in PostgreSQL. Use its own tools (pg_dump, pg_restore, or continuous archiving).'
		);
	}
	return command === 'backup' ? backUp(options.dataDir, folder, photos !== undefined) : restore(options, folder);
}

async function backUp(dataDir: string, into: string, photosElsewhere: boolean): Promise<number> {
	const { folder, manifest, copied } = await makeBackup(
		{ dataDir, photos: photosElsewhere ? 'elsewhere' : 'here' },
		into
	);
	console.log(`Backed up to ${folder}`);
	console.log(manifest.site ? `Ledger up to position ${manifest.site.position}.` : 'No site has been set up yet.');
	if (manifest.photos) console.log(`${manifest.photos.length} photos; ${copied} files were new.`);
	else console.log('Photos are not in it: PHOTOS names another storage, which has tools of its own.');
	if (manifest.missing.length === 0) return 0;
	console.error(`${manifest.missing.length} photos are on record and were not found in ${dataDir}:`);
	console.error(manifest.missing.slice(0, 20).join('\n'));
	return 3;
}

async function restore(into: ServerOptions, from: string): Promise<number> {
	const { folder, manifest, ledger } = await restoreBackup(from, into);
	console.log(`Restored ${folder} to ${into.dataDir}`);
	if (manifest.missing.length > 0) console.error(`${manifest.missing.length} photos were missing when it was made.`);
	if (!ledger) return 0;
	console.log(`${ledger.entries} entries, ${manifest.photos?.length ?? 0} photos.`);
	if (ledger.whole) {
		console.log('The ledger is whole: every entry has its signature and its place.');
		return 0;
	}
	for (const { name, faults } of ledger.devices) {
		for (const { seq, code } of faults) console.error(`${name}, entry ${seq}: ${code}`);
	}
	console.error('The ledger has the faults above. They were there when the backup was made.');
	return 3;
}

try {
	process.exitCode = await main();
} catch (error) {
	if (!(error instanceof BackupFault)) throw error;
	console.error(error.message);
	process.exitCode = 1;
}
