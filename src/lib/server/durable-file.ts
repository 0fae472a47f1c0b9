/** Files that are there after a power cut: content and directory entry are flushed before the caller goes on. */
import { randomUUID } from 'node:crypto';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes beside the target, flushes, then renames: nobody ever sees half a file. */
export async function writeFileDurably(file: string, content: string | Uint8Array, mode: number): Promise<void> {
	const draft = `${file}.${randomUUID()}`;
	const handle = await open(draft, 'wx', mode);
	try {
		await handle.writeFile(content);
		await handle.sync();
	} finally {
		await handle.close();
	}
	await moveDurably(draft, file);
}

/** Renames within one file system, and flushes both directories. The file's content must be flushed already. */
export async function moveDurably(from: string, to: string): Promise<void> {
	await rename(from, to);
	await flushDirectory(dirname(to));
	if (dirname(from) !== dirname(to)) await flushDirectory(dirname(from));
}

export async function flushFile(file: string): Promise<void> {
	const handle = await open(file, 'r+');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/** Windows cannot open a directory; there the rename itself is durable. */
export async function flushDirectory(directory: string): Promise<void> {
	if (process.platform === 'win32') return;
	const handle = await open(directory, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}
