/** Photo files on disk, named by their content: `photos/ab/abcd….` */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { Photo } from '$lib/domain/capture';
import { flushDirectory, flushFile, moveDurably } from '../durable-file';
import { SNIFFED_BYTES, sniffMediaType } from './media-type';

/** What a file turned out to be. */
export interface Examined {
	sha256: string;
	bytes: number;
	mediaType: Photo['mediaType'] | null;
}

export class PhotoFiles {
	constructor(private readonly dataDir: string) {}

	async has(sha256: string): Promise<boolean> {
		try {
			return (await stat(this.#path(sha256))).isFile();
		} catch {
			return false;
		}
	}

	read(sha256: string): ReadableStream<Uint8Array> {
		return Readable.toWeb(createReadStream(this.#path(sha256))) as ReadableStream<Uint8Array>;
	}

	/** Puts a file under its name. When this resolves, a power cut no longer loses it. */
	async keep(file: string, sha256: string): Promise<void> {
		const target = this.#path(sha256);
		await flushFile(file);
		if (await mkdir(dirname(target), { recursive: true })) {
			await flushDirectory(dirname(dirname(target)));
			await flushDirectory(this.dataDir);
		}
		await moveDurably(file, target);
	}

	#path(sha256: string): string {
		return join(this.dataDir, 'photos', sha256.slice(0, 2), sha256);
	}
}

export async function examine(file: string): Promise<Examined> {
	const hash = createHash('sha256');
	let bytes = 0;
	let start = new Uint8Array();
	for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
		hash.update(chunk);
		bytes += chunk.byteLength;
		if (start.byteLength < SNIFFED_BYTES)
			start = new Uint8Array(Buffer.concat([start, chunk]).subarray(0, SNIFFED_BYTES));
	}
	return { sha256: hash.digest('hex'), bytes, mediaType: sniffMediaType(start) };
}
