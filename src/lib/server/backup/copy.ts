/** Copies that can be relied on: checked against the hash they should have, and on disk before the next step. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { flushFile, moveDurably } from '../durable-file';

export async function isFile(path: string): Promise<boolean> {
	return (await stat(path).catch(() => null))?.isFile() ?? false;
}

/** Paths of all files below a folder, or the file itself, relative to `root`. Empty where there is nothing. */
export async function filesBelow(root: string, path: string): Promise<string[]> {
	if (await isFile(join(root, path))) return [path];
	const entries = await readdir(join(root, path), { withFileTypes: true, recursive: true }).catch(() => []);
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

/** SHA-256 of a file, lower-case hexadecimal. */
export async function hashOf(file: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) hash.update(chunk);
	return hash.digest('hex');
}

/** Copies a file durably, readable by its owner alone, and returns its SHA-256. Half a copy never stands under the name. */
export async function copyDurably(from: string, to: string): Promise<string> {
	const hash = createHash('sha256');
	const draft = `${to}.${randomUUID()}`;
	await mkdir(dirname(to), { recursive: true, mode: 0o700 });
	const listen = new Transform({
		transform(chunk: Buffer, _encoding, done) {
			hash.update(chunk);
			done(null, chunk);
		}
	});
	try {
		await pipeline(createReadStream(from), listen, createWriteStream(draft, { flags: 'wx', mode: 0o600 }));
		await flushFile(draft);
		await moveDurably(draft, to);
	} catch (error) {
		await rm(draft, { force: true });
		throw error;
	}
	return hash.digest('hex');
}
