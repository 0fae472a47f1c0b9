/** Where the server keeps what only it may know: in its data folder, or where all its instances find it. */
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from './db';
import { writeFileDurably } from './durable-file';

/** The name of a secret, and of its file. */
export type SecretName = 'session-secret' | 'service-key.pem';

/**
 * Reads a secret, made on first use. With SQLite it is a file beside the database, readable by its owner alone. With PostgreSQL it is
 * a row: instances that start at once end up with the same one.
 */
export async function openSecret(store: Store, dataDir: string, name: SecretName, make: () => string): Promise<string> {
	return store.type === 'sqlite' ? openFile(join(dataDir, name), make) : openRow(store, name, make);
}

async function openFile(file: string, make: () => string): Promise<string> {
	try {
		const secret = await readFile(file, 'utf8');
		await chmod(file, 0o600);
		return secret;
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
		const secret = make();
		await writeFileDurably(file, secret, 0o600);
		return secret;
	}
}

async function openRow({ db }: Store, name: SecretName, make: () => string): Promise<string> {
	await db
		.insertInto('secrets')
		.values({ name, value: make() })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
	// Whichever instance came first, all read the same.
	const { value } = await db.selectFrom('secrets').select('value').where('name', '=', name).executeTakeFirstOrThrow();
	return value;
}
